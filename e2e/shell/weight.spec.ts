import { expect, test, type Page } from "@playwright/test";
import { everyPage } from "../support/pages.ts";
import { signIn } from "../support/people.ts";
import { outside } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => sql.end());

/** Most that a page may bring along, in kB as they are sent; `ux.md` 4.10. */
const BUDGET = { signIn: 145, page: 215, form: 235, css: 25, html: 60 };
/** Pages with fields that take a draft and check it as one types. */
const FORMS = [/^\/scheduled-jobs\/[^/]+(\/scheduling)?$/, /^\/imports/, /\/log\b/];

async function weigh(page: Page, path: string) {
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

test("no page is heavier than its budget", async ({ browser, page }) => {
  test.slow();
  const visitor = await browser.newContext();
  const door = await weigh(
    await visitor.newPage(),
    new URL("/sign-in", test.info().project.use.baseURL).href,
  );
  expect.soft(door.js, "JavaScript of /sign-in").toBeLessThanOrEqual(BUDGET.signIn);
  await visitor.close();
  await signIn(page, "system");
  for (const path of await everyPage(sql)) {
    // What an earlier page loaded is weighed again.
    await (await page.context().newCDPSession(page)).send("Network.clearBrowserCache");
    const { js, css, html } = await weigh(page, path);
    const limit = FORMS.some((form) => form.test(path)) ? BUDGET.form : BUDGET.page;
    expect.soft(js, `JavaScript of ${path}`).toBeGreaterThan(50);
    expect.soft(js, `JavaScript of ${path}`).toBeLessThanOrEqual(limit);
    expect.soft(css, `style sheets of ${path}`).toBeLessThanOrEqual(BUDGET.css);
    expect.soft(html, `HTML of ${path}`).toBeLessThanOrEqual(BUDGET.html);
  }
});
