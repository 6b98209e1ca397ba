import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { makeRun, makeSteps } from "../support/run-rows.ts";
import { changeRun, domainId, makeRunning, outside } from "../support/runs.ts";
import { awake } from "../support/awake.ts";

const sql = outside();
test.afterAll(() => sql.end());

const alpine = () => domainId(sql, "alpine.example");
const statusOf = async (runId: number) =>
  (await sql`select status from runs where id = ${runId}`)[0]?.["status"];

test("the key S opens the question on what keeps running; Escape leaves it and gives the focus back", async ({
  page,
}) => {
  const runId = await makeRunning(sql, { domain_id: await alpine(), title: "keys.csv" });
  await signIn(page, "operator", `/process-tracker/${runId}`);
  const stop = page.getByRole("button", { name: "Stop…" });
  await awake(page);
  await stop.focus();
  await page.keyboard.press("s");
  const question = page.getByRole("alertdialog", { name: "Stop keys.csv?" });
  await expect(question.getByRole("button", { name: "Keep running" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(question.getByRole("button", { name: "Stop the run" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(stop).toBeFocused();
  expect(await statusOf(runId)).toBe("running");
  await page.keyboard.press("s");
  await expect(question.getByRole("button", { name: "Keep running" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(question.getByRole("button", { name: "Stop the run" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Progress" })).toContainText(
    "Stopping after the current batch",
  );
  await changeRun(sql, runId, {
    status: "stopped",
    ended_at: new Date(),
    message: "Stopped by Operator after 12 created",
  });
  await expect(page.getByRole("region", { name: "Outcome" })).toContainText("after 12 created");
  await expect(page).toHaveTitle(/^Stopped · keys\.csv/);
});

test("what another process changes is on the page within a second", async ({ page }) => {
  const runId = await makeRunning(sql, { domain_id: await alpine(), title: "live.csv" });
  await makeSteps(sql, runId, [{ status: "running", started_at: new Date() }]);
  await signIn(page, "alpineAdmin", `/process-tracker/${runId}`);
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
  await page.waitForTimeout(1000);
  const took: number[] = [];
  for (const created of [4711, 4822, 4933]) {
    const begun = Date.now();
    await sql`update steps set tallies = ${sql.json({ created })} where run_id = ${runId} and status = 'running'`;
    await changeRun(sql, runId, { progress_done: created - 4000, progress_total: 1000 });
    await expect(page.getByText(created.toLocaleString("en"), { exact: true })).toBeVisible();
    took.push(Date.now() - begun);
    await page.waitForTimeout(700);
  }
  expect(took.toSorted((a, b) => a - b)[1], `of ${took.join(", ")} ms the middle one`).toBeLessThan(
    1000,
  );
  await expect(page).toHaveTitle(/^93/);
  await changeRun(sql, runId, { status: "completed", ended_at: new Date() });
  await expect(page.getByRole("region", { name: "Outcome" })).toBeVisible();
});

test("a retry is a new attempt of the same run, and a second click makes no second one", async ({
  page,
}) => {
  const values = {
    status: "failed",
    title: "again.csv",
    attempt: 1,
    claim: 1,
    started_at: new Date(),
    ended_at: new Date(),
  };
  const runId = await makeRun(sql, {
    ...values,
    domain_id: await alpine(),
    job_type: "retired-job",
  });
  await signIn(page, "operator", `/process-tracker/${runId}`);
  await expect(page.getByRole("button", { name: "Retry as it was" })).toHaveCount(0);
  await changeRun(sql, runId, { job_type: "product-import", start_at: null });
  await page.reload();
  await page.getByRole("button", { name: "Retry as it was" }).dblclick();
  // A worker may have taken it and failed with it again by now: its parameters are none.
  await expect
    .poll(async () => (await sql`select claim from runs where id = ${runId}`)[0]?.["claim"])
    .toBe(2);
  const [{ count } = { count: 0 }] = await sql`
    select count(*)::int as count from audit_entries where object_id = ${String(runId)} and action = 'run.retry'`;
  expect(count).toBe(1);
});

test("a quarantined run is released by a person, with what that means", async ({ page }) => {
  const values = {
    status: "failed",
    title: "crash.csv",
    quarantined_at: new Date(),
    crash_count: 2,
    attempt: 2,
    claim: 2,
  };
  const runId = await makeRun(sql, {
    ...values,
    domain_id: await alpine(),
    error_code: "crashed",
    error_message: "It crashed",
  });
  await signIn(page, "alpineAdmin", `/process-tracker/${runId}`);
  await expect(page.getByRole("region", { name: "Failure" })).toContainText("quarantined");
  await expect(page.getByRole("button", { name: "Retry as it was" })).toHaveCount(0);
  await page.getByRole("button", { name: "Release and retry…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Release and retry" }).click();
  await expect
    .poll(
      async () =>
        (await sql`select quarantined_at from runs where id = ${runId}`)[0]?.["quarantined_at"],
    )
    .toBeNull();
});

test("an administrator sets a failed run to done, with its number typed and a reason", async ({
  page,
}) => {
  const runId = await makeRun(sql, {
    status: "failed",
    title: "settled.csv",
    attempt: 1,
    claim: 1,
    domain_id: await alpine(),
    error_code: "error",
    error_message: "The shop did not answer",
  });
  await signIn(page, "operator", `/process-tracker/${runId}`);
  await expect(page.getByRole("button", { name: "Set to done…" })).toHaveCount(0);
  await signIn(page, "alpineAdmin", `/process-tracker/${runId}`);
  await page.getByRole("button", { name: "Set to done…" }).click();
  const question = page.getByRole("alertdialog", { name: "Set settled.csv to done?" });
  const go = question.getByRole("button", { name: "Set to done" });
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await question.getByLabel("Why it counts as done").fill("Sent by hand");
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await question.getByLabel(`Type ${runId} to go on`).fill(String(runId));
  await go.click();
  const outcome = page.getByRole("region", { name: "Outcome" });
  await expect(outcome).toContainText("Set to done by hand");
  await expect(outcome).toContainText(": Sent by hand");
  await expect(page.getByRole("button", { name: "Retry as it was" })).toHaveCount(0);
  const [run] = await sql`select status, settled_reason from runs where id = ${runId}`;
  expect([run?.["status"], run?.["settled_reason"]]).toEqual(["settled", "Sent by hand"]);
});

test("without scripts the number and the reason are asked for beside the button", async ({
  browser,
}) => {
  const runId = await makeRun(sql, {
    status: "failed",
    title: "settled-plainly.csv",
    attempt: 1,
    claim: 1,
    domain_id: await alpine(),
  });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, "alpineAdmin", `/process-tracker/${runId}`);
  await page.getByLabel("Why it counts as done").fill("Sent by hand");
  await page.getByLabel(`Type ${runId} to go on`).fill("1");
  await page.getByRole("button", { name: "Set to done…" }).click();
  await expect(page.getByRole("alert")).toContainText("Type the run’s number as it stands");
  await page.getByLabel("Why it counts as done").fill("Sent by hand");
  await page.getByLabel(`Type ${runId} to go on`).fill(String(runId));
  await page.getByRole("button", { name: "Set to done…" }).click();
  await expect(page.getByRole("region", { name: "Outcome" })).toContainText("Set to done by hand");
  await context.close();
});

test("a download asks for the right again, and an id that is none is not found", async ({
  page,
  playwright,
}) => {
  const runId = await makeRun(sql, { domain_id: await alpine(), status: "completed" });
  await signIn(page, "operator");
  for (const file of [
    "..%2f..%2fetc%2fpasswd",
    "0",
    crypto.randomUUID(),
    "2026-03%2f" + crypto.randomUUID(),
  ]) {
    expect((await page.request.get(`/api/runs/${runId}/files/${file}`)).status(), file).toBe(404);
  }
  expect((await page.request.get(`/api/runs/${runId}/refused-rows`)).status()).toBe(409);
  const nobody = await playwright.request.newContext();
  for (const path of [
    "",
    "/log",
    "/log.txt",
    "/log/stream",
    "/log/find",
    "/issues.csv",
    "/refused-rows",
  ]) {
    expect(
      (await nobody.get(`${new URL(page.url()).origin}/api/runs/${runId}${path}`)).status(),
      path,
    ).toBe(401);
  }
  await nobody.dispose();
});
