import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { makeRun } from "../support/run-rows.ts";
import { changeRun, domainId, makeRunning, leave, outside } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

const word = (what: string) => `${what}-${Date.now().toString(36)}`;
const statusOf = async (runId: number) =>
  (await sql`select status from runs where id = ${runId}`)[0]?.["status"];

test("a running job is stopped after a question that says what stays", async ({ page }) => {
  const title = word("to-stop");
  const runId = await makeRunning(sql, { title, domain_id: await domainId(sql, "alpine.example") });
  await signIn(page, "operator", `/process-tracker?q=${title}`);
  await page.getByRole("button", { name: `Stop ${title}` }).click();
  const question = page.getByRole("alertdialog", { name: `Stop ${title}?` });
  await expect(question).toContainText("stay");
  await question.getByRole("button", { name: "Keep running" }).click();
  expect(await statusOf(runId)).toBe("running");
  await page.getByRole("button", { name: `Stop ${title}` }).click();
  await question.getByRole("button", { name: "Stop the run" }).click();
  await expect.poll(() => statusOf(runId)).toBe("stopping");
  await expect(page.getByRole("row", { name: title }).locator(".st")).toHaveText("Stopping…");
  await expect(page.getByRole("button", { name: `Stop ${title}` })).toHaveCount(0);
});

test("a waiting run is cancelled, and what changed meanwhile is said beside the button", async ({
  page,
}) => {
  const title = word("to-cancel");
  const runId = await makeRun(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    status: "deferred",
    start_at: new Date(Date.now() + 3600_000),
  });
  await signIn(page, "operator", `/process-tracker?q=${title}`);
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await changeRun(sql, runId, { status: "completed", ended_at: new Date() });
  await page.getByRole("button", { name: `Cancel ${title}` }).click();
  await page.getByRole("button", { name: "Cancel the run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "can't be cancelled" })).toContainText(
    "It is completed now",
  );
  expect(await statusOf(runId)).toBe("completed");
  await changeRun(sql, runId, { status: "deferred", ended_at: null });
  await page.reload();
  await page.getByRole("button", { name: `Cancel ${title}` }).click();
  await page.getByRole("button", { name: "Cancel the run" }).click();
  await expect(page.getByRole("row", { name: title })).toContainText("Cancelled");
});

test("a retry says where it goes on, and a second click makes no second attempt", async ({
  page,
}) => {
  const title = word("to-retry");
  const values = {
    status: "failed",
    error_message: "No",
    attempt: 1,
    claim: 1,
    started_at: new Date(),
    ended_at: new Date(),
  };
  const runId = await makeRun(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    ...values,
  });
  await signIn(page, "operator", `/process-tracker?q=${title}`);
  await page.getByRole("button", { name: `Retry ${title}` }).dblclick();
  await expect(page.getByText(`${title} is tried again.`)).toBeVisible();
  const [audited] =
    await sql`select count(*)::int as n from audit_entries where object_id = ${String(runId)} and action = 'run.retry'`;
  expect(audited?.["n"]).toBe(1);
  await page.getByRole("link", { name: "Follow it" }).click();
  await expect(page).toHaveURL(new RegExp(`/process-tracker/${runId}$`));
});
