import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { server } from "./server.ts";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** axe finds nothing on the page as it stands, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    await settleTransitions(page);
    const { violations } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
    const told = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
    expect(told, `${page.url().replace(server.url, "")} in the ${theme} theme`).toEqual([]);
  }
}

/** Colours on their way from one theme to the other are nobody's contrast. */
async function settleTransitions(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moving = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(moving.map((each) => each.finished));
  });
}

/** Nothing but tables and logs scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over, "pixels by which the page is wider than the window").toBeLessThanOrEqual(0);
}
