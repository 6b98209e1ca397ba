import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { makeLogLines } from "../support/run-rows.ts";
import { changeRun, domainId, makeRunning, outside } from "../support/runs.ts";
import { awake } from "../support/awake.ts";

const sql = outside();
test.afterAll(() => sql.end());

const LEVELS = ["info", "warning", "info", "debug"] as const;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    level: LEVELS[(from + at) % 4] as string,
    step: from + at <= 20 ? "check-file" : "write-products",
    message: `row ${from + at} is written`,
  }));

async function makeRunWithLog(count: number, title = "logged.csv"): Promise<number> {
  const runId = await makeRunning(sql, { title, domain_id: await domainId(sql, "alpine.example") });
  await makeLogLines(sql, runId, lines(1, count));
  return runId;
}

async function write(runId: number, from: number, to: number): Promise<void> {
  await makeLogLines(sql, runId, lines(from, to), from);
  await changeRun(sql, runId, {});
}

const end = (runId: number) => changeRun(sql, runId, { status: "completed", ended_at: new Date() });
const shownSeqs = (page: Page) =>
  page
    .locator("[role=log] [data-seq]")
    .evaluateAll((all) => all.map((line) => Number((line as HTMLElement).dataset["seq"])));
const log = (page: Page) => page.getByRole("log", { name: "Log lines" });

test("lines appear as they are written, and the last one says how it ended", async ({ page }) => {
  const runId = await makeRunWithLog(40);
  await signIn(page, "operator", `/process-tracker/${runId}/log`);
  await expect(log(page)).toContainText("row 40 is written");
  await page.waitForTimeout(1000);
  const took: number[] = [];
  for (const seq of [41, 42, 44]) {
    const begun = Date.now();
    await write(runId, seq, seq);
    await expect(log(page)).toContainText(`row ${seq} is written`);
    took.push(Date.now() - begun);
    await page.waitForTimeout(400);
  }
  expect(took.toSorted((a, b) => a - b)[1], `of ${took.join(", ")} ms the middle one`).toBeLessThan(
    1000,
  );
  await expect(log(page).getByText("row 44 is written")).toBeInViewport();
  await end(runId);
  await expect(log(page).locator(".final")).toContainText("Completed");
  await expect(page.getByRole("button", { name: "Retry" })).toHaveCount(0);
});

test("after a dropped connection no line is missing or doubled, and a hidden tab catches up", async ({
  page,
  context,
}) => {
  const runId = await makeRunWithLog(30);
  await signIn(page, "operator", `/process-tracker/${runId}/log?levels=debug,info,warning,error`);
  await page.waitForTimeout(800);
  await context.setOffline(true);
  await write(runId, 31, 300);
  await page.waitForTimeout(1500);
  await context.setOffline(false);
  await write(runId, 301, 305);
  await expect(log(page)).toContainText("row 305 is written");
  expect(await shownSeqs(page)).toEqual(lines(1, 305).map((_, at) => at + 1));
  await end(runId);
});

test("scrolling up stops following, new lines are counted, End goes back to them", async ({
  page,
}) => {
  const runId = await makeRunWithLog(400);
  await signIn(page, "operator", `/process-tracker/${runId}/log`);
  await expect(page.getByRole("checkbox", { name: "Follow" })).toBeChecked();
  await log(page).hover();
  await page.mouse.wheel(0, -2000);
  await expect(page.getByRole("checkbox", { name: "Follow" })).not.toBeChecked();
  const before = await log(page).evaluate((box) => box.scrollTop);
  await write(runId, 401, 412);
  await expect(page.getByRole("button", { name: "↓ 9 new lines" })).toBeVisible();
  expect(await log(page).evaluate((box) => box.scrollTop)).toBe(before);
  await page.keyboard.press("End");
  await expect(log(page).getByText("row 412 is written")).toBeInViewport();
  await expect(page.getByRole("checkbox", { name: "Follow" })).toBeChecked();
  await end(runId);
});

test("an address with a line opens there, marks it, and survives a reload", async ({ page }) => {
  const runId = await makeRunWithLog(3000);
  await signIn(page, "operator", `/process-tracker/${runId}/log?line=1501`);
  for (let round = 0; round < 2; round += 1) {
    await expect(page.locator("li.hit")).toHaveText(/row 1501 is written/);
    await expect(page.locator("li.hit")).toBeInViewport();
    await page.reload();
  }
  await expect(async () => {
    await page.locator("[data-seq='1502'] > a").click();
    await expect(page).toHaveURL(/line=1502/, { timeout: 2000 });
  }).toPass();
  await expect(page.locator("li.hit")).toHaveText(/row 1502/);
  await end(runId);
});

test("never more than 5,000 lines stand in the page; earlier ones come on demand", async ({
  page,
}) => {
  test.slow();
  const runId = await makeRunWithLog(9000);
  await signIn(page, "operator", `/process-tracker/${runId}/log?levels=debug,info,warning,error`);
  await expect(log(page)).toContainText("row 9000 is written");
  // The page writes its own address when it has come to life.
  await expect(page).toHaveURL(/levels=debug%2Cinfo/);
  for (let round = 0; round < 6; round += 1) {
    const first = (await shownSeqs(page))[0] as number;
    await expect(async () => {
      await page.getByRole("link", { name: "Load earlier 1,000" }).click();
      await expect
        .poll(async () => (await shownSeqs(page))[0], { timeout: 5000 })
        .toBeLessThan(first);
    }).toPass();
  }
  const seqs = await shownSeqs(page);
  expect(seqs.length).toBeLessThanOrEqual(5000);
  expect(seqs).toEqual(seqs.map((_, at) => (seqs[0] as number) + at));
  await page.keyboard.press("End");
  await expect(log(page)).toContainText("row 9000 is written");
  await end(runId);
});

test("levels, step and find work on the whole log, not on what is loaded, and are in the address", async ({
  page,
}) => {
  const runId = await makeRunWithLog(3000);
  await makeLogLines(sql, runId, [{ level: "error", message: "first <b>petrol</b>" }], 3001);
  await sql`update log_lines set message = 'row 17: petrol' where run_id = ${runId} and seq = 17`;
  await signIn(page, "operator", `/process-tracker/${runId}/log`);
  await page.getByRole("button", { name: /^warning/ }).click();
  await page.getByRole("button", { name: /^info/ }).click();
  await expect(page.locator("[data-seq]")).toHaveCount(1);
  await expect(page).toHaveURL(/levels=error/);
  await expect(page.locator("[data-seq] .m")).toHaveText("first <b>petrol</b>");
  await page.reload();
  await expect(page.locator("[data-seq]")).toHaveCount(1);
  await page.getByRole("button", { name: /^info/ }).click();
  await page.getByRole("button", { name: /^warning/ }).click();
  await page.getByRole("searchbox", { name: "Find in the log" }).fill("petrol");
  await expect(page.getByText("searched in the whole log on the server")).toBeAttached();
  await page.keyboard.press("Enter");
  await expect(page.locator("li.hit")).toHaveText(/row 17: petrol/);
  await expect(page.getByText("1 of 2")).toBeVisible();
  await page.getByRole("button", { name: "Next match" }).click();
  await expect(page.locator("li.hit")).toHaveText(/first <b>petrol<\/b>/);
  await page.getByRole("combobox", { name: "Step" }).selectOption("check-file");
  await expect(page.locator("[data-seq]")).toHaveCount(15);
  await end(runId);
});

test("reading is remembered for this reader only", async ({ page }) => {
  const runId = await makeRunWithLog(60);
  await signIn(page, "operator", `/process-tracker/${runId}`);
  await expect(page.getByRole("link", { name: "Log , 60 unread lines" })).toBeVisible();
  await awake(page);
  await page.keyboard.press("l");
  await expect(page).toHaveURL(/\/log/);
  await expect
    .poll(async () =>
      (await sql`select seq from log_reads where run_id = ${runId}`).map((row) => row["seq"]),
    )
    .toEqual([60]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Log", exact: true })).toBeFocused();
  await end(runId);
});

test("the window traps the focus, the page and the phone are accessible, the stored lines stand there without scripts", async ({
  page,
  browser,
}) => {
  test.slow();
  // Colours change by a transition, which must not be caught half-way.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const runId = await makeRunWithLog(300);
  await makeLogLines(
    sql,
    runId,
    [{ level: "error", message: "\u001b[31mfailed\u001b[0m\n    at somewhere\n    at else" }],
    301,
  );
  await signIn(page, "operator", `/process-tracker/${runId}/log`);
  await expect(log(page)).toBeFocused();
  await expect(log(page)).toContainText("\\x1b[31mfailed");
  await expectAccessible(page);
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.activeElement?.closest("dialog") !== null,
    );
    expect(inside).toBe(true);
  }
  await page.goto(`/process-tracker/${runId}/log?view=page`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Log of logged.csv");
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`/process-tracker/${runId}/log`);
  await expect(plain.locator("[data-seq='300']")).toBeAttached();
  await plain.getByRole("button", { name: /^debug/ }).click();
  await expect(plain).toHaveURL(/levels=debug/);
  await expect(plain.locator("[data-seq='299']")).toBeAttached();
  await context.close();
  await end(runId);
});

test("the download is the complete log, one record a line", async ({ page }) => {
  const runId = await makeRunWithLog(5000);
  await makeLogLines(sql, runId, [{ message: "several\nlines" }], 5001);
  await signIn(page, "operator");
  const answer = await page.request.get(`/api/runs/${runId}/log.txt`);
  expect(answer.headers()["content-disposition"]).toMatch(/^attachment; filename="run-\d+\.log"/);
  const records = (await answer.text()).split("\n").filter((line) => /^\d+\t/.test(line));
  expect(records).toHaveLength(5001);
  await end(runId);
});
