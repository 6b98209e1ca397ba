import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { leave, outside, userId } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

const HOUR_MS = 3_600_000;

test.beforeAll(async () => {
  jobs = await JobsDomain.make(sql, "list");
  const failed = { status: "failed", error_code: "error", error_message: "The shelf is gone" };
  await jobs.ended("completeness-calculation", { created_at: new Date(Date.now() - 3 * HOUR_MS) });
  await jobs.ended("location-consistency-check", failed);
  await jobs.ended("nightly-product-export", {
    status: "completed-with-warnings",
    warning_count: 37,
    log_seq: 14,
  });
  await jobs.running("stock-level-check", { started_by: await userId(sql, "system") });
  const planned = { planning: "scheduled", time_zone: "Europe/Paris" };
  const monday = new Date(Date.UTC(2099, 5, 1, 4, 0));
  await jobs.set("completeness-calculation", {
    ...planned,
    recurrence: sql.json({ repeat: "weekdays", weekdays: [1, 2, 3, 4, 5], times: ["06:00"] }),
    next_run_at: monday,
  });
  await jobs.set("location-consistency-check", {
    paused_at: new Date(),
    paused_by: "Robin",
    paused_reason: "the shelf is being rebuilt",
  });
});
test.afterAll(async () => {
  await jobs.leave();
  await leave(sql);
});

const row = (page: Page, job: string) => page.getByRole("row").filter({ hasText: job });
const ids = (page: Page) => page.locator("tbody .id");
const toggle = (page: Page, name: string) =>
  page.getByRole("group", { name: "Status of the last run" }).getByRole("button", { name });

test("each row says how it went, where, when, why not, and what comes", async ({ page }) => {
  await signIn(page, "system", jobs.path);
  const heads = page.getByRole("columnheader");
  await expect(heads).toHaveText([
    "",
    "Status",
    "Log",
    "Scheduled job",
    "Domain, type",
    "Planning",
    "Last 30 runs",
    "Last run",
    "Next run",
  ]);
  await expect(page.locator(".jobs-head .sub")).toHaveText(`5 in ${jobs.name}`);

  const planned = row(page, "completeness-calculation").getByRole("cell");
  await expect(planned.nth(1)).toHaveText(/Completed.*30\s+s/);
  await expect(planned.nth(3)).toHaveText(`${jobs.name}By domain`);
  await expect(planned.nth(4)).toHaveText("ScheduledMon–Fri 06:00");
  await expect(planned.nth(6)).toHaveText(/ago/);
  await expect(planned.nth(7)).toHaveText(/Mon 1\s+June 2099 06:00/);

  const paused = row(page, "location-consistency-check");
  await expect(paused).toContainText("The shelf is gone");
  await expect(paused.getByRole("cell").last()).toHaveText(
    "PausedRobin: the shelf is being rebuilt".replace("Robin", "by Robin"),
  );
  await expect(row(page, "nightly-product-export")).toContainText("with 37 warnings");
  await expect(
    page.getByRole("link", { name: `Log of nightly-product-export of ${jobs.name}, 14 unread` }),
  ).toBeVisible();
  await expect(row(page, "stock-level-check")).toContainText("In progress");
  const never = row(page, "morning-digest");
  await expect(never.getByRole("cell").nth(1)).toHaveText("Never run");
  await expect(never.getByRole("cell").nth(5)).toHaveText("no runs yet");
  await expect(never.getByRole("cell").last()).toHaveText("–manual only");
  await expect(never.getByRole("link", { name: /^Log of/ })).toHaveCount(0);
});

test("status toggles with counts, words and planning narrow the list, and stand in the address", async ({
  page,
}) => {
  await signIn(page, "system", jobs.path);
  await expect(toggle(page, "Completed, 1")).toHaveAttribute("aria-pressed", "false");
  await toggle(page, "Failed, 1").click();
  await expect(ids(page)).toHaveText(["location-consistency-check"]);
  await toggle(page, "Never run, 1").click();
  await expect(page).toHaveURL(/status=failed,never|status=failed%2Cnever/);
  await expect(ids(page)).toHaveCount(2);
  await expect(toggle(page, "Failed, 1")).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(ids(page)).toHaveCount(2);
  await page.goBack();
  await expect(ids(page)).toHaveText(["location-consistency-check"]);
  await page.getByRole("link", { name: "Remove the filter Failed" }).click();
  await expect(ids(page)).toHaveCount(5);
  await page.getByRole("button", { name: "Filter by planning" }).click();
  await page.getByRole("link", { name: "Scheduled", exact: true }).click();
  await expect(page).toHaveURL(/planning=scheduled/);
  await expect(ids(page)).toHaveText(["completeness-calculation"]);
  await page.getByRole("link", { name: "Reset" }).click();
  await expect(page).toHaveURL(new RegExp(`domain=${jobs.name}$`));
});

test("words find parts of the identifier, title and description; % and _ mean themselves", async ({
  page,
}) => {
  await signIn(page, "system", jobs.path);
  const find = page.getByRole("searchbox", { name: "Find in name or description" });
  for (const [words, found] of [
    // "parent" stands in the description alone.
    ["parent", ["location-consistency-check"]],
    ["LEVEL stock", ["stock-level-check"]],
    ["Morning dig", ["morning-digest"]],
  ] as const) {
    await find.fill(words);
    await find.press("Enter");
    await expect(ids(page)).toHaveText([...found]);
  }
  await find.fill("%_%");
  await find.press("Enter");
  await expect(page.getByText("No scheduled job matches all of these filters.")).toBeVisible();
  await page.getByRole("link", { name: "Reset the filters" }).click();
  await expect(ids(page)).toHaveCount(5);
});

test("every column that has an order sorts both ways, by links", async ({ page }) => {
  await signIn(page, "system", jobs.path);
  const orders: Record<string, string> = {
    Status: "stock-level-check",
    "Scheduled job": "completeness-calculation",
    "Domain, type": "",
    Planning: "",
    "Last run": "completeness-calculation",
    "Next run": "completeness-calculation",
  };
  for (const [head, first] of Object.entries(orders)) {
    const column = page.getByRole("columnheader", { name: head });
    const sort = column.getByRole("link");
    if ((await column.getAttribute("aria-sort")) !== "ascending") await sort.click();
    await expect(column).toHaveAttribute("aria-sort", "ascending");
    if (first) await expect(ids(page).first()).toHaveText(first);
    const up = await ids(page).allTextContents();
    await sort.click();
    await expect(column).toHaveAttribute("aria-sort", "descending");
    const down = await ids(page).allTextContents();
    expect(down.toSorted()).toEqual(up.toSorted());
    if (head === "Scheduled job") expect(down).toEqual(up.toReversed());
  }
  await expect(page).toHaveURL(/sort=next&order=down|order=down/);
});

test("one domain or all are chosen at the top", async ({ page }) => {
  await signIn(page, "region", "/scheduled-jobs");
  await expect(page.locator(".jobs-head .sub")).toHaveText(/in 2\s+domains and the installation/);
  await page.getByRole("button", { name: "Domain: All domains" }).click();
  await page.getByRole("link", { name: "borealis.example", exact: true }).click();
  await expect(page).toHaveURL(/domain=borealis\.example/);
  await expect(page.locator("tbody .s-dom .cut").first()).toBeVisible();
  const places = await page.locator("tbody .s-dom .cut").allTextContents();
  expect(new Set(places)).toEqual(new Set(["borealis.example"]));
});

test("the running circle blinks slowly, only in opacity; held still by Live and by reduced motion", async ({
  page,
}) => {
  await signIn(page, "system", jobs.path);
  const circle = row(page, "stock-level-check").locator(".st svg");
  const motion = () =>
    circle.evaluate((svg) =>
      svg.getAnimations({ subtree: true }).map((each) => ({
        ms: Number(each.effect?.getComputedTiming().duration),
        what: (each.effect as KeyframeEffect)
          .getKeyframes()
          .flatMap((frame) =>
            Object.keys(frame).filter(
              (key) => !["offset", "computedOffset", "easing", "composite"].includes(key),
            ),
          ),
      })),
    );
  await expect.poll(async () => (await motion()).length).toBe(1);
  const [blink] = await motion();
  expect(blink?.ms).toBeGreaterThan(333);
  expect(new Set(blink?.what)).toEqual(new Set(["opacity"]));
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await expect.poll(motion).toEqual([]);
  await page.getByRole("button", { name: "Paused", exact: true }).click();
  await expect.poll(async () => (await motion()).length).toBe(1);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect.poll(motion).toEqual([]);
});

test("a row follows its run without moving; counts of unread lines too", async ({ page }) => {
  const runId = await jobs.running("morning-digest");
  await signIn(page, "system", `${jobs.path}&sort=identifier`);
  const before = await ids(page).allTextContents();
  await expect(row(page, "morning-digest")).toContainText("In progress");
  await sql.begin(async (tx) => {
    await tx`update runs set status = 'failed', error_message = 'No ink', log_seq = 3, ended_at = now(), updated_at = now() where id = ${runId}`;
    await tx`select pg_notify('nightshift_runs', ${String(runId)})`;
  });
  await expect(row(page, "morning-digest")).toContainText("No ink");
  await expect(
    page.getByRole("link", { name: `Log of morning-digest of ${jobs.name}, 3 unread lines` }),
  ).toBeVisible();
  expect(await ids(page).allTextContents()).toEqual(before);
  await sql`delete from runs where id = ${runId}`;
});
