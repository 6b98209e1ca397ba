import { expect, test } from "@playwright/test";
import { newId } from "#lib/platform/ids.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { makeRun } from "../support/run-rows.ts";
import { domainId, leave, outside, userId } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

const word = (what: string) => `${what}-${Date.now().toString(36)}`;

/** As the engine does at a run's end. */
async function notify(title: string, values: Record<string, unknown> = {}): Promise<void> {
  const user = await userId(sql, "region");
  const notice = {
    id: newId(),
    user_id: user,
    domain_id: await domainId(sql, "alpine.example"),
    outcome: "failed",
    title,
    body: "Disk full",
    created_at: new Date(),
  };
  await sql.begin(async (tx) => {
    await tx`insert into notices ${tx({ ...notice, ...values })}`;
    await tx`select pg_notify('nightshift_notices', ${user})`;
  });
}

test.describe.configure({ mode: "serial" });

test("the bell counts a notice as it comes; following it reads it; all are read at once", async ({
  page,
}) => {
  await sql`update notices set read_at = now() where user_id = ${await userId(sql, "region")} and read_at is null`;
  const title = word("bell");
  const run_id = await makeRun(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    status: "failed",
  });
  const stream = page.waitForResponse((answer) => answer.url().includes("/api/live?"));
  await signIn(page, "region", "/notices");
  await stream;
  await page.waitForTimeout(500);
  await notify(title, { run_id });
  await expect(page.getByRole("link", { name: "Notices, 1 unread" })).toBeVisible();
  await page.getByRole("button", { name: "1 new notice, show it" }).click();
  await expect(page).toHaveTitle(/^\(1\) Notices/);
  await page.getByRole("link", { name: `${title} failed` }).click();
  await expect(page).toHaveURL(new RegExp(`/process-tracker/${run_id}$`));
  await expect(page.getByRole("link", { name: "Notices", exact: true }).first()).toBeVisible();
  for (const what of ["one", "two"]) await notify(`${title} ${what}`);
  await page.goto("/notices?unread=1");
  await page.getByRole("button", { name: `Mark as read: ${title} one` }).click();
  await expect(page.getByText(`${title} one`)).toHaveCount(0);
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("heading", { name: "You have read everything" })).toBeVisible();
});

test("a notice outlives its run and is nobody else's", async ({ page, browser }) => {
  test.slow();
  const title = word("gone");
  await notify(title, { run_id: 987_654_321, outcome: "completed" });
  await signIn(page, "region", "/notices");
  await expect(page.getByText(`${title} completed`)).toBeVisible();
  await expect(page.getByRole("link", { name: `${title} completed` })).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, "system", "/notices");
  expect(await other.content()).not.toContain(title);
  await context.close();
});

test("reading works without scripts", async ({ browser }) => {
  const title = word("plain");
  await notify(title);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, "region", "/notices?unread=1");
  await page.getByRole("button", { name: `Mark as read: ${title} failed` }).click();
  await expect(page.getByText(title)).toHaveCount(0);
  await context.close();
});
