import { chromium, type Browser, type Page } from "playwright";
import { launchOptions } from "#e2e/support/browser.ts";
import { signIn } from "#e2e/support/people.ts";
import type { Person } from "#e2e/support/persons.ts";
import type { Bench } from "./bench.ts";

export const openBrowser = () => chromium.launch(launchOptions);

/** A page of a person's own session at this address, and the answer that opened its live stream. */
export async function openPage(
  bench: Bench,
  browser: Browser,
  person: Person,
  path: string,
): Promise<{ page: Page; streamUrl: string }> {
  const context = await browser.newContext({
    baseURL: bench.webUrl,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const stream = page.waitForResponse((answer) =>
    /\/api\/live\?|\/log\/stream|\/log\?/.test(answer.url()),
  );
  await signIn(page, person, path);
  return { page, streamUrl: (await stream).url() };
}

/** The cookies with which a page's own requests are made. */
export async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
