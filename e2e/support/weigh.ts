import type { Page } from "@playwright/test";

/** Most that a page may bring along, in kB as they are sent; `ux.md` 4.10. */
export const BUDGET = { signIn: 145, page: 215, form: 235, css: 25, html: 60 };
/** Pages with fields that take a draft and check it as one types. */
const FORMS = [/^\/scheduled-jobs\/[^/]+(\/scheduling)?$/, /^\/imports/, /\/log\b/];

/** What a page loads, in kB as sent. What was loaded before and lies in the browser's cache counts too. */
export async function weigh(page: Page, path: string) {
  await page.goto(path, { waitUntil: "load" });
  return await page.evaluate(() => {
    const loaded = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const [html] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const kB = (entries: PerformanceResourceTiming[]) =>
      Math.round(entries.reduce((sum, each) => sum + each.encodedBodySize, 0) / 1000);
    return {
      js: kB(loaded.filter(({ name }) => name.endsWith(".js"))),
      css: kB(loaded.filter(({ name }) => name.endsWith(".css"))),
      html: Math.round((html?.encodedBodySize ?? 0) / 1000),
    };
  });
}

/** How much JavaScript a page may bring along, in kB. */
export const scriptBudget = (path: string) =>
  path === "/sign-in"
    ? BUDGET.signIn
    : FORMS.some((form) => form.test(path))
      ? BUDGET.form
      : BUDGET.page;
