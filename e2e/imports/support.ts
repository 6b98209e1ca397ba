import { expect, type Page } from "@playwright/test";

/** A file for a file field. */
export const csv = (name: string, text: string) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});

/** Different for each test run, so that files and products of earlier ones don't matter. */
export const word = (what: string) =>
  `${what}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** Gives the page a file, and waits for its mapping. */
export async function upload(page: Page, file: ReturnType<typeof csv>): Promise<string> {
  await page.locator("#file").setInputFiles(file);
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import ${file.name}`);
  return page.url();
}

/** Waits on a run's page for its end. Answers the run's number. */
export async function runEnds(page: Page, status: RegExp | string): Promise<number> {
  await page.waitForURL(/\/process-tracker\/\d+/);
  await expect(page.getByText(status).first()).toBeVisible({ timeout: 40_000 });
  return Number(/process-tracker\/(\d+)/.exec(page.url())?.[1]);
}
