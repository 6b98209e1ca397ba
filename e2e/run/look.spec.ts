import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { makeIssues } from "../support/issues.ts";
import { makeLogLines, makeRun, makeSteps } from "../support/run-rows.ts";
import { changeRun, domainId, makeRunning, outside } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => sql.end());

const alpine = () => domainId(sql, "alpine.example");
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

const FAILED = {
  status: "failed",
  title: "locations.csv",
  attempt: 1,
  claim: 1,
  step_position: 1,
  step_count: 2,
  error_code: "column-missing",
  error_message: "Column ‘sku’ is missing\nThe header of the file has code, name.",
};

async function makeFailed(): Promise<number> {
  const values = {
    ...FAILED,
    domain_id: await alpine(),
    started_at: ago(60),
    ended_at: ago(58),
    queued_at: ago(61),
  };
  const runId = await makeRun(sql, values);
  await makeSteps(sql, runId, [
    { title: "Check file", status: "failed", started_at: ago(60), ended_at: ago(58) },
    { title: "Write products" },
  ]);
  await sql`insert into attempts (run_id, claim, attempt, domain_id, worker_name, started_at, ended_at, outcome, error_code, error_message, error_trace)
    values (${runId}, 1, 1, ${await alpine()}, 'trial', ${ago(60)}, ${ago(58)}, 'failed', 'column-missing', 'Column ‘sku’ is missing', ${"Error: top\n    at the bottom"})`;
  await makeLogLines(sql, runId, [
    { message: "reads locations.csv" },
    { level: "error", message: "column ‘sku’ is missing" },
  ]);
  return runId;
}

test("a failed run shows its first error, what to try and the place in the log without a scroll", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const runId = await makeFailed();
  await signIn(page, "alpineAdmin", `/process-tracker/${runId}`);
  await expect(page).toHaveTitle(`Failed · locations.csv #${runId} · Nightshift`);
  for (const words of ["Column ‘sku’ is missing", "What to try:"]) {
    await expect(
      page.getByRole("region", { name: "Failure" }).getByText(words, { exact: false }).first(),
    ).toBeInViewport();
  }
  await expect(page.getByRole("region", { name: "Failure" })).toContainText(
    "Failed after 2 s in step 1 of 2, nothing was written",
  );
  await page.getByText("Trace, last line first").last().click();
  await expect(page.locator("pre.code").filter({ hasText: "at the bottom" })).toHaveText(
    /^\s*at the bottom\s+Error: top/,
  );
  await page.getByRole("link", { name: "Log at this line" }).click();
  await expect(page.getByRole("dialog")).toContainText("Log of locations.csv");
  await expect(page.locator("li.hit")).toContainText("column ‘sku’ is missing");
});

test("every state of a run is accessible in both themes and fits a phone", async ({ page }) => {
  test.slow();
  // Colours change by a transition, which must not be caught half-way.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const domain_id = await alpine();
  const failed = await makeFailed();
  const running = await makeRunning(sql, { domain_id, title: "week13.csv" });
  await makeIssues(sql, running, 12);
  const waiting = await makeRun(sql, { domain_id, status: "deferred", start_at: ago(-3600) });
  const done = await makeRun(sql, {
    domain_id,
    status: "completed-with-warnings",
    started_at: ago(9),
    ended_at: ago(5),
    warning_count: 2,
  });
  const stopped = await makeRun(sql, {
    domain_id,
    status: "stopped",
    started_at: ago(9),
    ended_at: ago(5),
    stop_reason: "wrong file",
  });
  await signIn(page, "alpineAdmin");
  for (const runId of [failed, running, waiting, done, stopped]) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`/process-tracker/${runId}`);
    await expect(page.locator("h1")).toHaveCount(1);
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
  }
  await changeRun(sql, running, { status: "completed", ended_at: new Date() });
});

test("everything is there without scripts, and stopping works without them", async ({
  browser,
  page,
}) => {
  const runId = await makeRunning(sql, { domain_id: await alpine(), title: "no-scripts.csv" });
  await makeIssues(sql, runId, 12);
  await makeSteps(sql, runId, [{ status: "running", started_at: new Date() }]);
  await signIn(page, "operator");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`/process-tracker/${runId}`);
  await expect(plain.getByRole("heading", { name: "Steps" })).toBeVisible();
  await expect(plain.getByRole("table", { name: "Issues of group option-unknown" })).toContainText(
    "petrol",
  );
  await plain.getByRole("button", { name: "Stop…" }).click();
  await expect(plain.getByRole("region", { name: "Progress" })).toContainText("Stopping");
  await changeRun(sql, runId, { status: "stopped", ended_at: new Date() });
  await context.close();
});

test("another domain's run and an unknown one are the same page that does not exist", async ({
  page,
}) => {
  const foreign = await makeRun(sql, {
    domain_id: await domainId(sql, "borealis.example"),
    status: "completed",
  });
  await signIn(page, "alpineAdmin");
  const texts: string[] = [];
  for (const path of [
    `/process-tracker/${foreign}`,
    "/process-tracker/99999999",
    `/process-tracker/${foreign}/log`,
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    texts.push((await page.locator("main").innerText()).replaceAll(/run #\d+/g, "run"));
  }
  expect(new Set(texts).size).toBe(1);
});

test("who sees his own runs only finds neither the page nor the controls of others", async ({
  page,
}) => {
  const runId = await makeRunning(sql, { domain_id: await alpine(), title: "not-mine.csv" });
  await signIn(page, "member");
  expect((await page.goto(`/process-tracker/${runId}`))?.status()).toBe(404);
  const [me] = await sql`select id from users where email = 'member@alpine.example'`;
  await changeRun(sql, runId, { started_by: me?.["id"] });
  await page.goto(`/process-tracker/${runId}`);
  await expect(page.getByRole("heading", { name: "not-mine.csv" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop…" })).toHaveCount(0);
  await changeRun(sql, runId, { status: "completed", ended_at: new Date() });
});

test("issues are opened by group, searched, paged, and taken away harmless", async ({ page }) => {
  const runId = await makeRunning(sql, { domain_id: await alpine(), title: "issues.csv" });
  await makeIssues(sql, runId, 30);
  await signIn(page, "operator", `/process-tracker/${runId}`);
  const table = page.getByRole("table", { name: "Issues of group option-unknown" });
  await expect(table.getByRole("row")).toHaveCount(7);
  await table.getByRole("link", { name: "25 more" }).click();
  await expect(table.getByRole("row")).toHaveCount(31);
  await page.getByRole("searchbox", { name: /Find a row/ }).fill("petrol-17");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=petrol-17/);
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
  const answer = await page.request.get(`/api/runs/${runId}/issues.csv`);
  expect(answer.headers()["content-disposition"]).toMatch(
    /^attachment; filename="run-\d+-issues\.csv"/,
  );
  expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers()["content-security-policy"]).toContain("sandbox");
  expect((await answer.text()).trimEnd().split("\r\n")).toHaveLength(31);
  await changeRun(sql, runId, { status: "completed", ended_at: new Date() });
});
