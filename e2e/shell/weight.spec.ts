import { expect, test } from "@playwright/test";
import { everyPage } from "../support/pages.ts";
import { signIn } from "../support/people.ts";
import { outside } from "../support/runs.ts";
import { BUDGET, scriptBudget, weigh } from "../support/weigh.ts";

const sql = outside();
test.afterAll(() => sql.end());

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
    expect.soft(js, `JavaScript of ${path}`).toBeGreaterThan(50);
    expect.soft(js, `JavaScript of ${path}`).toBeLessThanOrEqual(scriptBudget(path));
    expect.soft(css, `style sheets of ${path}`).toBeLessThanOrEqual(BUDGET.css);
    expect.soft(html, `HTML of ${path}`).toBeLessThanOrEqual(BUDGET.html);
  }
});
