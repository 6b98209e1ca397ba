import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { makeRun } from "../support/run-rows.ts";
import {
  changeRun,
  domainId,
  makeRunning,
  leave,
  outside,
  UNKNOWN_JOB,
  userId,
} from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

/** A word that only this test's runs have in their titles. */
const word = (what: string) => `${what}-${Date.now().toString(36)}`;
const row = (page: Page, title: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name: title, exact: true }) });
const opened = (page: Page) =>
  page.waitForResponse((answer) => answer.url().includes("/api/live?"));

/** When the text will have come onto the page, by the page's own clock: the test's looking takes no part in it. */
const momentOf = (page: Page, text: string) =>
  page.evaluateHandle((wanted) => {
    const shown = new Promise<number>((resolve) => {
      const look = () =>
        document.querySelector("tbody")?.textContent.includes(wanted) && resolve(Date.now());
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    return { shown };
  }, text);

/** Opens the list of these runs and waits until its stream is open. */
async function openList(page: Page, q: string): Promise<void> {
  const stream = opened(page);
  await signIn(page, "operator", `/process-tracker?q=${q}`);
  await stream;
}

test("a change made by another process is on a second user's screen within a second", async ({
  page,
  browser,
}) => {
  const title = word("within-a-second");
  const alpine = await domainId(sql, "alpine.example");
  const runId = await makeRunning(sql, {
    title,
    domain_id: alpine,
    started_by: await userId(sql, "alpineAdmin"),
    progress_done: 100,
    progress_total: 1000,
  });
  await openList(page, title);
  const other = await browser.newContext();
  const second = await other.newPage();
  const stream = opened(second);
  await signIn(second, "alpineAdmin", `/process-tracker?q=${title}`);
  await stream;
  for (const screen of [page, second])
    await expect(row(screen, title)).toContainText("In progress");
  await page.waitForTimeout(500);
  const screens = await Promise.all(
    [page, second].map((screen) => momentOf(screen, "Writes row 8,412")),
  );
  await changeRun(sql, runId, { message: "Writes row 8,412", progress_done: 650 });
  const committed = Date.now();
  for (const moment of screens) {
    const shown = await moment.evaluate((promise) => promise.shown);
    expect(shown - committed, "milliseconds from the commit to the screen").toBeLessThan(1000);
  }
  await expect(row(page, title).getByRole("progressbar")).toHaveAttribute("aria-valuenow", "65");
  await changeRun(sql, runId, {
    status: "completed-with-warnings",
    warning_count: 12,
    ended_at: new Date(),
    message: "done",
  });
  await expect(row(page, title)).toContainText("with 12 warnings");
  await expect(row(page, title).getByRole("button", { name: /^Stop/ })).toHaveCount(0);
  await expect(page.getByText(`${title}: completed with 12 warnings`)).toBeAttached();
  await other.close();
});

test("new runs wait behind a button, rows stay where they are", async ({ page }) => {
  const q = word("fresh");
  const alpine = await domainId(sql, "alpine.example");
  const first = await makeRunning(sql, { title: `${q} one`, domain_id: alpine });
  await openList(page, q);
  const titles = () => page.locator("tbody .id").allTextContents();
  const shifted = await page.evaluateHandle(() => {
    const seen = { sum: 0 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.sum += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift" });
    return seen;
  });
  for (const [index, domain] of [
    "alpine.example",
    "borealis.example",
    "alpine.example",
  ].entries()) {
    const made = await makeRun(sql, {
      title: `${q} new ${index}`,
      job_type: UNKNOWN_JOB,
      domain_id: await domainId(sql, domain),
    });
    await changeRun(sql, made, {});
  }
  await expect(page.getByRole("button", { name: "2 new runs, show them" })).toBeVisible();
  await changeRun(sql, first, {
    status: "failed",
    ended_at: new Date(),
    error_message: "No more paper",
  });
  await expect(row(page, `${q} one`)).toContainText("No more paper");
  expect(await titles()).toEqual([`${q} one`]);
  expect((await shifted.jsonValue()).sum, "layout shift by what arrived").toBeLessThanOrEqual(0.02);
  await page.getByRole("button", { name: "2 new runs, show them" }).click();
  await expect.poll(titles).toEqual([`${q} new 2`, `${q} new 0`, `${q} one`]);
  await expect(page.getByRole("button", { name: /new run/ })).toHaveCount(0);
});

test("paused, the page stands still and stops blinking; going on, it catches up", async ({
  page,
}) => {
  const title = word("held");
  const runId = await makeRunning(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    message: "before",
  });
  await openList(page, title);
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await expect(page.getByRole("button", { name: "Paused" })).toBeVisible();
  const animation = row(page, title)
    .locator(".st.run svg")
    .evaluate((icon) => getComputedStyle(icon).animationName);
  expect(await animation).toBe("none");
  await changeRun(sql, runId, { message: "after" });
  await page.waitForTimeout(1200);
  await expect(row(page, title)).toContainText("before");
  await page.getByRole("button", { name: "Paused" }).click();
  await expect(row(page, title)).toContainText("after");
});

test("a hidden tab closes its stream and catches up when it is seen again", async ({ page }) => {
  const title = word("hidden");
  const runId = await makeRunning(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    message: "before",
  });
  await openList(page, title);
  const show = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const closed = page.waitForEvent("requestfailed", (request) =>
    request.url().includes("/api/live?"),
  );
  await show(true);
  await closed;
  await changeRun(sql, runId, { message: "meanwhile" });
  await page.waitForTimeout(500);
  await expect(row(page, title)).toContainText("before");
  await show(false);
  await expect(row(page, title)).toContainText("meanwhile");
});

test("when the stream is lost the page says so, asks every 5 s, and comes back", async ({
  page,
}) => {
  const title = word("lost");
  const runId = await makeRunning(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    message: "before",
  });
  let broken = true;
  await page.route("**/api/live?**", (route) =>
    broken && !route.request().url().includes("poll=1") ? route.abort() : route.fallback(),
  );
  await signIn(page, "operator", `/process-tracker?q=${title}`);
  await expect(
    page.getByRole("button", { name: /^Not live since \d\d:\d\d, asks every 5 s$/ }),
  ).toBeVisible();
  await changeRun(sql, runId, { message: "asked for" });
  await row(page, title).getByText("asked for").waitFor({ timeout: 7000 });
  broken = false;
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible({
    timeout: 20_000,
  });
});
