import type { Page } from "@playwright/test";

/** A machine that is busy for seconds draws the first letter late, which the browser takes for a needless font. */
const OF_SLOW_MACHINES = /preloaded using link preload but not used/;

/** Errors and warnings on the page's console, and what was thrown past everybody; filled as they come. */
export function complaintsOf(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (["error", "warning"].includes(message.type()) && !OF_SLOW_MACHINES.test(text))
      said.push(`${message.type()}: ${text}`);
  });
  page.on("pageerror", (error) => said.push(`thrown: ${error.message}`));
  return said;
}
