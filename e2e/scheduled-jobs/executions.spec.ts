import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { makeLogLines } from "../support/run-rows.ts";
import { leave, outside, userId } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;
const runs: number[] = [];

const MINUTE_MS = 60_000;

test.beforeAll(async () => {
  jobs = await JobsDomain.make(sql, "executions");
  const system = await userId(sql, "system");
  for (let at = 40; at > 0; at -= 1) {
    const begun = new Date(Date.now() - at * 24 * 60 * MINUTE_MS);
    const failed = at % 10 === 3;
    runs.push(
      await jobs.ended("nightly-product-export", {
        created_at: begun,
        started_at: begun,
        ended_at: new Date(begun.getTime() + (10 + at) * 1000),
        ...(failed && { status: "failed", error_message: "The <shelf> 100% is gone" }),
        ...(at % 10 === 5 && { status: "stopped", stop_requested_by: "Robin" }),
        ...(at === 2 && { trigger: "person", started_by: system }),
      }),
    );
  }
  const { id } = await jobs.schedule("nightly-product-export");
  for (const outcome of ["skipped-running", "missed", "skipped-idle"])
    await sql`insert into due_times (schedule_id, due_at, domain_id, outcome, decided_at)
      values (${id}, ${new Date(Date.now() - outcome.length * 60 * MINUTE_MS)}, ${jobs.id}, ${outcome}, now())`;
  await makeLogLines(sql, newest(), [{ message: "wrote 12 products" }, { message: "done" }]);
});
test.afterAll(async () => {
  await jobs.leave();
  await leave(sql);
});

const newest = () => runs.at(-1) as number;
const rows = (page: Page) => page.locator(".ex tbody tr");
const toggle = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("group", { name: "Status" }).getByRole("button", { name });
const open = async (page: Page) =>
  await signIn(page, "system", await jobs.window("nightly-product-export", "/executions"));

test("the last thirty runs stand as a strip: height, shape and colour, each a link with its words", async ({
  page,
}) => {
  await open(page);
  const bars = page.locator(".bar30");
  await expect(bars).toHaveCount(30);
  await expect(page.getByText("Last 30 runs").first()).toBeVisible();
  await expect(bars.last()).toHaveAccessibleName(
    new RegExp(`^Run #${newest()}, .*: completed, 11\\s+s$`),
  );
  const heights = await bars
    .locator("span:first-child")
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().height));
  // Older ones took longer; the third newest failed and hangs.
  expect(heights[1]).toBeGreaterThan(heights[28] as number);
  await expect(bars.nth(27).locator(".s-fail")).toHaveCount(1);
  await expect(bars.nth(25).locator(".s-stop")).toHaveCount(1);
  await bars.last().click();
  await expect(page).toHaveURL(new RegExp(`/process-tracker/${newest()}$`));
});

test("status with counts, words and days narrow the executions; all in the address", async ({
  page,
}) => {
  await open(page);
  await expect(rows(page)).toHaveCount(30);
  await expect(toggle(page, "Failed, 4")).toHaveAttribute("aria-pressed", "false");
  await toggle(page, "Failed, 4").click();
  await expect(rows(page)).toHaveCount(4);
  await expect(page).toHaveURL(/run-status=failed/);
  await page.reload();
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole("link", { name: "Remove the filter Failed" }).click();
  await expect(rows(page)).toHaveCount(30);
  const find = page.getByRole("dialog").getByRole("searchbox", { name: "Find" });
  await find.fill("shelf> 100%");
  await find.press("Enter");
  await expect(rows(page)).toHaveCount(4);
  await find.fill("system");
  await find.press("Enter");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("by hand");
  await find.fill("");
  await find.press("Enter");
  await expect(rows(page)).toHaveCount(30);
  await page.getByRole("button", { name: "Which days" }).click();
  await page.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/run-since=7d/);
  await expect(page.locator(".ex tr[data-run]")).toHaveCount(6);
  await page.getByRole("button", { name: "Which days" }).click();
  await page.getByLabel("From").fill("2020-01-01");
  await page.getByLabel("To", { exact: true }).fill("2020-01-02");
  await page.getByRole("button", { name: "Show these days" }).click();
  await expect(page.getByText("No execution matches all of these filters.")).toBeVisible();
  await page.getByRole("link", { name: "Reset the filters" }).click();
  await expect(rows(page)).toHaveCount(30);
  await page.getByRole("link", { name: "Older ones" }).click();
  await expect(page.locator(".ex tr[data-run]").last()).toHaveAttribute(
    "data-run",
    String(runs[0]),
  );
});

test("what was skipped and missed stands among them; what found nothing to do when asked for", async ({
  page,
}) => {
  await open(page);
  await expect(rows(page).filter({ hasText: "Its last run was not done yet." })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: "No worker was alive when it was due." })).toHaveCount(
    1,
  );
  await toggle(page, "Nothing to do, 1").click();
  await expect(rows(page)).toHaveText([/Nothing waited for it\./]);
});

test("a click opens the log beside the list, marks it as read for this reader only, and closes back to it", async ({
  page,
}) => {
  await signIn(
    page,
    "system",
    `${await jobs.window("nightly-product-export", "/executions")}?run-status=completed`,
  );
  await expect(page.locator("dialog.win:modal")).toBeVisible();
  const log = page.getByRole("link", {
    name: `Log of nightly-product-export #${newest()}, 2 unread lines`,
  });
  await expect(log).toBeVisible();
  await page.locator(`tr[data-run="${newest()}"] .to-log`).click();
  await expect(page.getByRole("log", { name: "Log lines" })).toContainText("wrote 12 products");
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  await expect(page.locator("dialog.win .ex")).toBeVisible();
  await expect
    .poll(async () => (await sql`select seq from log_reads where run_id = ${newest()}`).length)
    .toBe(1);
  await page.reload();
  await expect(page.locator("dialog.logw:modal")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/executions\?run-status=completed$/);
  await expect(page.locator("dialog.logw")).toHaveCount(0);
  await expect(
    page.getByRole("link", { name: `Log of nightly-product-export #${newest()}, read` }),
  ).toBeVisible();
  await expect(page.locator("dialog.win:modal")).toBeVisible();
  await expect(page.locator(`tr[data-run="${newest()}"] a`).first()).toBeFocused();
  expect(await sql`select user_id from log_reads where run_id = ${newest()}`).toEqual([
    { user_id: await userId(sql, "system") },
  ]);
});
