import type { Page } from "@playwright/test";

/** Resolves when the page's scripts have taken it over: keys that are pressed before are nobody's. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("h1") ?? {}).some((key) => key.startsWith("__reactProps")),
  );
  // Listeners are added after what was drawn.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))),
  );
}
