import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { makeRun, makeSteps } from "../support/run-rows.ts";
import { domainId, makeRunning, leave, outside, UNKNOWN_JOB, userId } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

const word = (what: string) => `${what}-${Date.now().toString(36)}`;
const ids = (page: Page) => page.locator("tbody .id");

/** One run of each look that a row can have. */
async function makeEachKind(q: string): Promise<void> {
  const domain_id = await domainId(sql, "alpine.example");
  const started_by = await userId(sql, "operator");
  const ended = {
    domain_id,
    started_by,
    started_at: new Date(Date.now() - 60_000),
    ended_at: new Date(),
    attempt: 1,
    step_count: 2,
    step_position: 2,
  };
  const waiting = { domain_id, started_by };
  await makeRun(sql, {
    ...ended,
    title: `${q} completed`,
    status: "completed",
    message: "12 created",
  });
  await makeRun(sql, {
    ...ended,
    title: `${q} warned`,
    status: "completed-with-warnings",
    warning_count: 3,
  });
  await makeRun(sql, {
    ...ended,
    title: `${q} failed`,
    status: "failed",
    error_code: "column",
    error_message: "Column ‘sku’ is missing",
  });
  await makeRun(sql, {
    ...ended,
    title: `${q} stopped`,
    status: "stopped",
    stop_requested_by: "Robin",
    message: "Stopped by Robin",
  });
  await makeRun(sql, {
    ...waiting,
    title: `${q} cancelled`,
    status: "cancelled",
    stop_requested_by: "Robin",
  });
  await makeRun(sql, {
    ...waiting,
    title: `${q} later`,
    status: "deferred",
    start_at: new Date(Date.now() + 3600_000),
  });
  await makeRun(sql, {
    ...waiting,
    title: `${q} queued`,
    status: "queued",
    job_type: UNKNOWN_JOB,
    queued_at: new Date(),
  });
  const running = await makeRunning(sql, {
    ...waiting,
    title: `${q} running`,
    progress_done: 300,
    progress_total: 1000,
    warning_count: 2,
    message: "Writes row 4",
  });
  await makeSteps(sql, running, [
    { status: "completed" },
    { status: "running", progress_done: 4, progress_total: 12 },
  ]);
}

test("filters stand in the address: toggled, searched, taken away, and back again", async ({
  page,
}) => {
  const q = word("address");
  await makeEachKind(q);
  await signIn(page, "operator", "/process-tracker");
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox", { name: "Find by job name" })).toBeFocused({
      timeout: 500,
    });
  }).toPass();
  await page.keyboard.type(`failed ${q.slice(0, -2)}`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=failed\+address/);
  await expect(ids(page)).toHaveText([`${q} failed`]);
  await page.getByRole("searchbox", { name: "Find by job name" }).fill(q);
  await page.keyboard.press("Enter");
  await expect(ids(page)).toHaveCount(8);
  const failed = page.getByRole("button", { name: "Failed, 1" });
  await expect(failed).toHaveAttribute("aria-pressed", "false");
  await failed.click();
  await expect(page).toHaveURL(/status=failed/);
  await expect(failed).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Stopped, 1" }).click();
  await expect(page).toHaveURL(/status=failed,stopped|status=failed%2Cstopped/);
  await expect(ids(page)).toHaveText([`${q} stopped`, `${q} failed`]);
  const address = page.url();
  await page.getByRole("link", { name: /Remove the filter Failed or Stopped/ }).click();
  await expect(ids(page)).toHaveCount(8);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(ids(page)).toHaveText([`${q} stopped`, `${q} failed`]);
  await page.reload();
  await expect(ids(page)).toHaveText([`${q} stopped`, `${q} failed`]);
  await page.getByRole("link", { name: "Reset" }).click();
  await expect(page).toHaveURL(/\/process-tracker\??$/);
});

test("the list, its filters and its pages work without scripts", async ({ browser }) => {
  const q = word("no-scripts");
  const domain_id = await domainId(sql, "alpine.example");
  for (let n = 0; n < 30; n += 1)
    await makeRun(sql, { title: `${q} ${n}`, domain_id, status: n === 7 ? "failed" : "completed" });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, "operator", "/process-tracker");
  await page.getByRole("searchbox", { name: "Find by job name" }).fill(q);
  await page.keyboard.press("Enter");
  await expect(ids(page)).toHaveCount(30);
  await page.getByRole("button", { name: "25", exact: true }).click();
  await expect(ids(page)).toHaveCount(25);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(ids(page)).toHaveText([4, 3, 2, 1, 0].map((n) => `${q} ${n}`));
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(ids(page).first()).toHaveText(`${q} 29`);
  await page.getByRole("link", { name: "Created" }).click();
  await expect(page.getByRole("columnheader", { name: "Created" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(ids(page).first()).toHaveText(`${q} 0`);
  await page.getByRole("button", { name: "Failed, 1" }).click();
  await expect(ids(page)).toHaveText([`${q} 7`]);
  await context.close();
});

test("members see their own runs and no switch; other domains are nowhere on the page", async ({
  page,
}) => {
  const q = word("mine");
  const alpine = await domainId(sql, "alpine.example");
  await makeRun(sql, {
    title: `${q} own`,
    status: "completed",
    domain_id: alpine,
    started_by: await userId(sql, "member"),
  });
  await makeRun(sql, {
    title: `${q} colleague`,
    status: "completed",
    domain_id: alpine,
    started_by: await userId(sql, "operator"),
  });
  await makeRun(sql, {
    title: `${q} elsewhere`,
    status: "completed",
    domain_id: await domainId(sql, "borealis.example"),
  });
  await signIn(page, "member", `/process-tracker?q=${q}`);
  await expect(ids(page)).toHaveText([`${q} own`]);
  await expect(page.getByRole("link", { name: /^Mine/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Cancel/ })).toHaveCount(0);
  const html = await page.content();
  for (const secret of [`${q} colleague`, `${q} elsewhere`, "borealis", "cobalt"])
    expect(html).not.toContain(secret);
  await page.goto(`/process-tracker?q=${q}&domain=borealis.example`);
  await expect(page.getByRole("heading", { name: "No such runs" })).toBeVisible();
});

test("who may see all runs switches between all and his own", async ({ page }) => {
  const q = word("switch");
  const alpine = await domainId(sql, "alpine.example");
  await makeRun(sql, {
    title: `${q} own`,
    status: "completed",
    domain_id: alpine,
    started_by: await userId(sql, "operator"),
  });
  await makeRun(sql, {
    title: `${q} other`,
    status: "completed",
    domain_id: alpine,
    started_by: await userId(sql, "member"),
  });
  await signIn(page, "operator", `/process-tracker?q=${q}`);
  await expect(page.getByRole("link", { name: "All runs 2" })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.getByRole("link", { name: "Mine 1" }).click();
  await expect(page).toHaveURL(/mine=1/);
  await expect(ids(page)).toHaveText([`${q} own`]);
});

test("axe finds nothing, with a menu and a question open too, and every status has its word", async ({
  page,
}) => {
  // Ten looks of axe take their time.
  test.slow();
  const q = word("axe");
  await makeEachKind(q);
  await signIn(page, "operator", `/process-tracker?q=${q}`);
  for (const label of [
    "Scheduled",
    "New",
    "In progress",
    "Completed",
    "Failed",
    "Stopped",
    "Cancelled",
  ]) {
    await expect(page.locator(".st").getByText(label, { exact: true }).first()).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: "Type", exact: true }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Stop ${q} running` }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/process-tracker?q=${q}-nothing`);
  await expectAccessible(page);
  expect(await page.locator("h1").count()).toBe(1);
});

test("on a phone each run is a card, and nothing scrolls sideways at 320 px", async ({ page }) => {
  test.slow();
  const q = word("phone");
  await makeEachKind(q);
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "operator", `/process-tracker?q=${q}`);
  await expectNoSidewaysScroll(page);
  await expect(page.getByText("Column ‘sku’ is missing")).toBeVisible();
  await expect(page.getByRole("button", { name: `Stop ${q} running` })).toBeVisible();
  const box = await page.getByRole("button", { name: `Stop ${q} running` }).boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await expectAccessible(page);
});

test("the keyboard reaches filters, rows and actions", async ({ page }) => {
  test.slow();
  const q = word("keys");
  await makeEachKind(q);
  await signIn(page, "operator", `/process-tracker?q=${q}`);
  const reached = new Set<string>();
  await page.locator("body").focus();
  for (let n = 0; n < 120; n += 1) {
    await page.keyboard.press("Tab");
    reached.add(
      await page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.textContent?.trim() ??
          "",
      ),
    );
  }
  for (const name of [
    "Skip to content",
    "Live",
    "Find by job name",
    "Created",
    "With warnings",
    `${q} running`,
    `${q} failed`,
    "50",
  ]) {
    expect(
      [...reached].some((each) => each.includes(name)),
      `${name} among what Tab reaches`,
    ).toBe(true);
  }
  expect([...reached].some((each) => each.startsWith(`Stop ${q} running`))).toBe(true);
  await page.locator("h1").click();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: `${q} queued` })).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.getByRole("link", { name: `${q} running` })).toBeFocused();
  await page.keyboard.press(".");
  await expect(page.getByRole("link", { name: "Log", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Stop ${q} running` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Keep running" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: `Stop ${q} running` })).toBeFocused();
});
