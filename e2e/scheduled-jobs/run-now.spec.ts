import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { leave, outside, userId } from "../support/runs.ts";
import { JobsDomain, type Job } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

test.beforeEach(async () => {
  jobs = await JobsDomain.make(sql, "run-now");
});
test.afterEach(() => jobs.leave());
test.afterAll(() => leave(sql));

const tick = (page: Page, job: Job) =>
  page.getByRole("checkbox", { name: `Select ${job} of ${jobs.name}` }).check();
const row = (page: Page, job: Job) => page.getByRole("row").filter({ hasText: job });
const answer = (page: Page) => page.locator(".flash.answer");

test("several are started; the answer names them, and who already runs since when and by whom", async ({
  page,
}) => {
  const system = await userId(sql, "system");
  const running = await jobs.running("stock-level-check", { started_by: system });
  await signIn(page, "system", jobs.path);
  for (const job of ["stock-level-check", "completeness-calculation", "morning-digest"] as const)
    await tick(page, job);
  await expect(
    page.getByText("stock-level-check already runs and is not started twice"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Run now 2" }).click();
  const question = page.getByRole("alertdialog", { name: "Run 2 jobs now?" });
  await expect(question).toContainText("completeness-calculation and morning-digest start now");
  await expect(question.getByRole("button", { name: "Not now" })).toBeFocused();
  await question.getByRole("button", { name: "Run 2 jobs" }).click();
  await expect(answer(page)).toContainText("2 started:");
  await expect(answer(page)).toContainText(`completeness-calculation of ${jobs.name} #`);
  await expect(answer(page)).toContainText(
    new RegExp(
      `1 already under way, not started twice: stock-level-check of ${jobs.name} #${running} since \\d\\d:\\d\\d, started by System`,
    ),
  );
  await expect(page.getByText(/selected/)).toBeHidden();
  // They were disabled, and run all the same; nobody reloads the page.
  await expect(row(page, "completeness-calculation").locator(".st")).toHaveText("Completed", {
    timeout: 30_000,
  });
  const [made] = await jobs.runs("completeness-calculation");
  expect(made).toMatchObject({ trigger: "person", started_by: system });
  expect(await jobs.runs("stock-level-check")).toHaveLength(1);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(answer(page)).toHaveCount(0);
});

test("stop asks with the number, names what was told to stop, and shows it", async ({ page }) => {
  await jobs.running("stock-level-check");
  await jobs.running("nightly-product-export");
  await signIn(page, "system", jobs.path);
  await tick(page, "stock-level-check");
  await tick(page, "nightly-product-export");
  await tick(page, "morning-digest");
  await page.getByRole("button", { name: "Stop 2" }).click();
  const question = page.getByRole("alertdialog", { name: "Stop 2 jobs?" });
  await expect(question).toContainText("stays");
  await question.getByRole("button", { name: "Keep running" }).click();
  expect((await jobs.runs("stock-level-check"))[0]).toMatchObject({ status: "running" });
  await page.getByRole("button", { name: "Stop 2" }).click();
  await question.getByRole("button", { name: "Stop 2 runs" }).click();
  await expect(answer(page)).toContainText("2 told to stop:");
  await expect(answer(page)).toContainText(
    `1 left as they were: morning-digest of ${jobs.name}: was not under way`,
  );
  await expect(row(page, "stock-level-check").locator(".st")).toHaveText("Stopping…");
});

test("at a chosen time: one deferred run; a time that is over is refused beside the field", async ({
  page,
}) => {
  await signIn(page, "system", jobs.path);
  await tick(page, "morning-digest");
  await page.getByRole("button", { name: "Run at a later time" }).click();
  const time = page.getByLabel("Day and time in Paris");
  await time.fill("2020-01-01T06:00");
  await page.getByRole("button", { name: "Plan one run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "still to come" })).toBeVisible();
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.getByRole("button", { name: "Run at a later time" }).click();
  const later = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
  await time.fill(`${later}T06:00`);
  await page.getByRole("button", { name: "Plan one run" }).click();
  await expect(answer(page)).toContainText(/1 planned for .* 06:00: morning-digest/);
  const made = await jobs.runs("morning-digest");
  expect(made).toHaveLength(1);
  expect(made[0]).toMatchObject({ status: "deferred", attempt: 0 });
  expect(JSON.stringify(made[0]?.["start_at"])).toContain(later);
  // It is not the last run, and stands in nobody's way.
  await expect(row(page, "morning-digest")).toContainText("Never run");
  await answer(page).getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/process-tracker/${String(made[0]?.["id"])}$`));
});

test("two quick clicks start one run; one who was faster is named", async ({ page, context }) => {
  await signIn(page, "system", await jobs.window("completeness-calculation"));
  const second = await context.newPage();
  await second.goto(jobs.path);
  await tick(second, "completeness-calculation");
  const other = await jobs.running("location-consistency-check");
  await page.getByRole("button", { name: "Run now" }).dblclick();
  await expect(page.locator(".told")).toContainText("1 started:");
  expect(await jobs.runs("completeness-calculation")).toHaveLength(1);
  // Not before it has ended: its worker would end it once more.
  await expect
    .poll(async () => (await jobs.runs("completeness-calculation"))[0]?.["ended_at"])
    .not.toBeNull();
  // As another worker's: its own would notice that it does not execute it, and hand it over.
  await sql`update runs set status = 'running', ended_at = null, worker_id = (select worker_id from runs where id = ${other})
    where domain_id = ${jobs.id} and job_type = 'completeness-calculation'`;
  await second.getByRole("button", { name: /^Run now/ }).click();
  await expect(answer(second)).toContainText("1 already under way, not started twice:");
  expect(await jobs.runs("completeness-calculation")).toHaveLength(1);
  await sql`update runs set status = 'stopped', ended_at = now() where domain_id = ${jobs.id}`;
});

test("by keys alone: j and x choose, r runs, Escape clears, o opens the log", async ({ page }) => {
  await jobs.ended("completeness-calculation");
  await signIn(page, "system", `${jobs.path}&sort=identifier`);
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(row(page, "completeness-calculation").locator("a.id")).toBeFocused({
      timeout: 500,
    });
  }).toPass();
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("1 selected")).toBeHidden();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("r");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(answer(page)).toContainText(/2 started: location-consistency-check.*morning-digest/);
  await row(page, "completeness-calculation").locator("a.id").focus();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/log\?/);
});

test("after a tick with the mouse the printed key works too", async ({ page }) => {
  await signIn(page, "system", jobs.path);
  await tick(page, "morning-digest");
  await page.keyboard.press("r");
  await expect(answer(page)).toContainText("1 started: morning-digest");
});
