import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { makeLogLines } from "../support/run-rows.ts";
import { changeRun, leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

test.beforeEach(async () => {
  jobs = await JobsDomain.make(sql, "log");
});
test.afterEach(() => jobs.leave());
test.afterAll(() => leave(sql));

const log = (page: Page) => page.getByRole("log", { name: "Log lines" });

test("the log icon opens the log over the list; lines come as they are written; closing leads back", async ({
  page,
}) => {
  const runId = await jobs.running("morning-digest");
  await makeLogLines(sql, runId, [{ message: "begins" }]);
  await signIn(page, "system", `${jobs.path}&sort=identifier`);
  await page.getByRole("link", { name: /^Log of morning-digest .*1 unread line$/ }).click();
  await expect(log(page)).toContainText("begins");
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  await expect(page.locator("tbody .id")).toHaveCount(5);
  await makeLogLines(sql, runId, [{ message: "goes on" }], 2);
  await changeRun(sql, runId, {});
  await expect(log(page)).toContainText("goes on");
  await page.waitForTimeout(1500);
  await changeRun(sql, runId, { status: "completed", ended_at: new Date() });
  await expect(log(page).locator(".final")).toContainText("Completed");
  await page.getByRole("link", { name: "Close the log" }).click();
  await expect(page).toHaveURL(new RegExp(`domain=${jobs.name}&sort=identifier$`));
  const icon = page.getByRole("link", { name: /^Log of morning-digest .*, read$/ });
  await expect(icon).toBeFocused();
  await expect(icon).not.toHaveClass(/unread/);
});

test("under the log the list rests: its keys start nothing", async ({ page }) => {
  const runId = await jobs.ended("morning-digest");
  await makeLogLines(sql, runId, [{ message: "was" }]);
  await signIn(page, "system", jobs.path);
  await page.getByRole("checkbox", { name: /^Select stock-level-check/ }).check();
  await page.getByRole("link", { name: /^Log of morning-digest/ }).click();
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  await page.keyboard.press("r");
  await page.keyboard.press("r");
  await page.waitForTimeout(800);
  expect(await jobs.runs("stock-level-check")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByText("1 selected")).toBeVisible();
});

test("a stop from the log asks inside its window", async ({ page }) => {
  const runId = await jobs.running("stock-level-check");
  await signIn(page, "system", jobs.path);
  await page.getByRole("link", { name: /^Log of stock-level-check/ }).click();
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  await page.getByRole("button", { name: /^Stop…/ }).click();
  const question = page.getByRole("alertdialog", { name: "Stop stock-level-check?" });
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  await page.getByRole("button", { name: /^Stop…/ }).click();
  await question.getByRole("button", { name: "Stop the run" }).click();
  await expect
    .poll(async () => (await sql`select status from runs where id = ${runId}`)[0]?.["status"])
    .toBe("stopping");
});

test("ten thousand lines in a minute leave the page usable", async ({ page }) => {
  test.slow();
  const runId = await jobs.running("morning-digest");
  await signIn(page, "system", `/process-tracker/${runId}/log`);
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  for (let from = 1; from <= 10_000; from += 500) {
    const lines = Array.from({ length: 500 }, (_, at) => ({
      message: `row ${from + at} is written`,
    }));
    await makeLogLines(sql, runId, lines, from);
    await changeRun(sql, runId, {});
    await page.waitForTimeout(800);
  }
  await expect(log(page)).toContainText("row 10000 is written");
  const answeredMs = await page.evaluate(async () => {
    const begun = performance.now();
    document.querySelector<HTMLInputElement>("dialog.logw footer input")?.click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - begun;
  });
  await expect(page.getByRole("checkbox", { name: "Follow" })).not.toBeChecked();
  // Far above what it takes: what is told here is whether the page answers at all.
  expect(answeredMs, "ms until a click is answered").toBeLessThan(2_000);
  expect(await page.locator("[data-seq]").count()).toBeLessThanOrEqual(5000);
  const seqs = await page
    .locator("[data-seq]")
    .evaluateAll((all) => all.map((line) => Number((line as HTMLElement).dataset["seq"])));
  expect(seqs).toEqual(seqs.map((_, at) => (seqs[0] as number) + at));
});
