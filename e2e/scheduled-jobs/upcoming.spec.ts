import { expect, test, type Locator, type Page } from "@playwright/test";
import { newId } from "#lib/platform/ids.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { makeRun } from "../support/run-rows.ts";
import { domainId, outside } from "../support/runs.ts";
import { awake } from "../support/awake.ts";

const sql = outside();
const trial = `axis-${Date.now().toString(36)}`;
const ids: string[] = [];
const QUARTER = 900_000;
/** Of the hour's quarters that minute which has just gone by: none comes due while the tests run. */
const MINUTE = (new Date().getMinutes() + 14) % 15;
const BASE = Math.floor((Date.now() - MINUTE * 60_000) / QUARTER) * QUARTER + MINUTE * 60_000;
const quartersAgo = (count: number) => new Date(BASE - count * QUARTER);

/** Jobs whose type no worker knows: nothing of theirs starts, so that what is planted stays as it is. */
async function makeSchedule(name: string, domain: string | null): Promise<string> {
  const id = newId();
  ids.push(id);
  const minutes = [0, 15, 30, 45].map((quarter) => quarter + MINUTE).join(",");
  const recurrence = sql.json({ repeat: "cron", expression: `${minutes} * * * *` });
  await sql`insert into schedules (id, job_type, domain_id, planning, recurrence, time_zone, next_run_at, overlap, missed, created_at)
    values (${id}, ${name}, ${domain}, 'scheduled', ${recurrence}, 'Europe/Paris', ${quartersAgo(-1)}, 'skip', 'skip', now())`;
  return id;
}

async function makeDue(id: string, quarters: number, outcome: string, status?: string) {
  const at = quartersAgo(quarters);
  const [row] = await sql`select * from schedules where id = ${id}`;
  const domain_id = row?.["domain_id"] as string;
  const started_at = at;
  const ended_at = new Date(at.getTime() + 12_000);
  const run = { domain_id, schedule_id: id, job_type: row?.["job_type"], title: trial, due_at: at };
  const run_id = status ? await makeRun(sql, { ...run, status, started_at, ended_at }) : null;
  const late_seconds = outcome === "late" ? 540 : 0;
  await sql`insert into due_times ${sql({ schedule_id: id, due_at: at, domain_id, outcome, late_seconds, run_id, decided_at: at })}`;
  return run_id;
}

let alpine: string;
let failedRun: number | null;

test.beforeAll(async () => {
  alpine = await makeSchedule(`${trial}-alpine`, await domainId(sql, "alpine.example"));
  await makeSchedule(`${trial}-borealis`, await domainId(sql, "borealis.example"));
  await makeSchedule(`${trial}-house`, null);
  for (const quarters of [60, 59, 58, 56, 55])
    await makeDue(alpine, quarters, "started", "completed");
  failedRun = await makeDue(alpine, 57, "started", "failed");
  await makeDue(alpine, 50, "missed");
  await makeDue(alpine, 40, "late", "completed-with-warnings");
  await makeDue(alpine, 30, "skipped-running");
});

test.afterAll(async () => {
  await sql`delete from schedules where id in ${sql(ids)}`;
  await sql.end();
});

const address = (query = "") => `/scheduled-jobs/upcoming?q=${trial}${query}`;
const laneOf = (page: Page, name: string): Locator =>
  page.getByRole("slider", { name: `Due times of ${trial}-${name}` });
const wordsOf = async (lane: Locator) => (await lane.getAttribute("aria-valuetext")) ?? "";

test("the keyboard goes from mark to mark and gets their words", async ({ page }) => {
  await signIn(page, "alpineAdmin", address());
  const lane = laneOf(page, "alpine");
  await lane.focus();
  await page.keyboard.press("Home");
  await expect(lane).toHaveAttribute("aria-valuetext", /: ran\. Took 12.s\.$/);
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
  await expect(lane).toHaveAttribute("aria-valuetext", /: failed\. Took 12.s\.$/);
  const words = page.locator(".call");
  await expect(words).toContainText(`${trial}-alpine`);
  await expect(words).toContainText(": failed");
  await page.keyboard.press("Escape");
  await expect(words).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: `Run #${failedRun}` })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/process-tracker/${failedRun}$`));
});

test("the pointer gets the same words, and can go to them", async ({ page }) => {
  await signIn(page, "alpineAdmin", address());
  const lane = laneOf(page, "alpine");
  const box = (await lane.boundingBox()) as { x: number; y: number; width: number; height: number };
  const share = 0.5 - (Date.now() - quartersAgo(50).getTime()) / (48 * 3_600_000);
  await page.mouse.move(box.x + share * box.width, box.y + 20);
  const words = page.locator(".call");
  await expect(words).toContainText("missed");
  await expect(words).toContainText("No worker was alive when it was due.");
  await words.hover();
  await expect(words).toBeVisible();
  await page.mouse.move(box.x + 5, box.y - 120);
  await expect(words).toHaveCount(0);
});

test("a missed due time can be made up for by those who may start the job", async ({ page }) => {
  await signIn(page, "alpineAdmin", address());
  const lane = laneOf(page, "alpine");
  await lane.focus();
  await page.keyboard.press("Home");
  while (!(await wordsOf(lane)).includes("missed")) await page.keyboard.press("ArrowRight");
  await expect(page.locator(".call")).toContainText("missed");
  // No process knows the job of these tests, so nobody may start it; a real one is looked at below.
  await expect(page.getByRole("button", { name: /^Run .* now$/ })).toHaveCount(0);
  const [real] = await sql`select id from schedules where job_type = 'location-consistency-check'
    and domain_id = (select id from domains where name = 'alpine.example')`;
  const id = real?.["id"] as string;
  const due_at = quartersAgo(20);
  await sql`insert into due_times (schedule_id, due_at, domain_id, outcome, decided_at)
    select id, ${due_at}, domain_id, 'missed', now() from schedules where id = ${id}`;
  await page.goto("/scheduled-jobs/upcoming?q=location-consistency&only=missed");
  const its = page.getByRole("slider", { name: /location-consistency-check of alpine/ });
  await its.focus();
  await page.keyboard.press("Home");
  while (!(await wordsOf(its)).includes("missed")) await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Run location-consistency-check now" }).click();
  await expect(page.locator(".call").getByRole("status")).toHaveText(/Started|Already running/);
  await sql`delete from due_times where schedule_id = ${id} and due_at = ${due_at}`;
});

test("the table says the same as the marks, due time by due time", async ({ page }) => {
  await signIn(page, "alpineAdmin", address());
  const lane = laneOf(page, "alpine");
  await lane.focus();
  await page.keyboard.press("Home");
  const marks = Number(await lane.getAttribute("aria-valuemax"));
  const drawn: Record<string, number> = {};
  for (let at = 1; at <= marks; at += 1) {
    await expect(lane).toHaveAttribute("aria-valuenow", String(at));
    count(drawn, await wordsOf(lane));
    await page.keyboard.press("ArrowRight");
  }
  expect(drawn).toEqual({
    ran: 5,
    failed: 1,
    missed: 1,
    "ran with warnings": 1,
    skipped: 1,
    planned: 96,
  });
  await page.getByRole("link", { name: "As a table" }).click();
  await expect(page).toHaveURL(/view=table/);
  const rows = page.locator(`tbody[data-schedule="${alpine}"] tr[data-times]`);
  const written: Record<string, number> = {};
  for (const row of await rows.all()) {
    const label = (await row.getByRole("cell").first().innerText()).trim();
    written[label] = (written[label] ?? 0) + Number(await row.getAttribute("data-times"));
  }
  expect(written).toEqual(drawn);
  await expect(rows.filter({ hasText: "planned" })).toHaveCount(1);
  await page.getByRole("link", { name: "As an axis" }).click();
  await expect(lane).toBeVisible();
});

/** `today 08:00 to 08:14, 15 due times: ran. …` counts 15 for "ran". */
function count(into: Record<string, number>, words: string): void {
  const [, times, label] = /(?:, (\d+).due times)?: ([^.]+)\./.exec(words) ?? [];
  into[label as string] = (into[label as string] ?? 0) + Number(times ?? 1);
}

test("the figures lead to the jobs they count, and back", async ({ page }) => {
  await signIn(page, "system", address());
  await expect(page).toHaveTitle("1 missed · Upcoming · Nightshift");
  await expect(page.getByText("288 due in the next 24 h")).toBeVisible();
  await expect(page.getByText(/^3 at once at most/)).toBeVisible();
  await expect(page.getByRole("slider")).toHaveCount(3);
  await expect(page.getByRole("link", { name: "1 late by 9 min" })).toBeVisible();
  await page.getByRole("link", { name: "1 missed" }).click();
  await expect(page).toHaveURL(/only=missed/);
  await expect(page.getByRole("slider")).toHaveCount(1);
  await page.getByRole("link", { name: "1 missed" }).click();
  await expect(page.getByRole("slider")).toHaveCount(3);
});

test("how far it reaches and which jobs stand in the address; empty says why", async ({ page }) => {
  await signIn(page, "system", "/scheduled-jobs");
  await page.getByRole("main").getByRole("link", { name: "Upcoming" }).click();
  await expect(page).toHaveURL("/scheduled-jobs/upcoming");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Upcoming");
  await page.keyboard.press("/");
  await page.keyboard.type(trial);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("slider")).toHaveCount(3);
  await page.getByRole("link", { name: /^6.h$/ }).click();
  await expect(page).toHaveURL(new RegExp(`reach=6h&q=${trial}|q=${trial}&reach=6h`));
  await expect(page.getByText("72 due in the next 6 h")).toBeVisible();
  await page.goto(address("&domain=installation"));
  await expect(page.getByRole("slider")).toHaveCount(1);
  await page.goto("/scheduled-jobs/upcoming?q=no-such-job");
  await expect(page.getByRole("heading", { name: "No such jobs" })).toBeVisible();
  await page.getByRole("link", { name: "Reset the filters" }).click();
  await expect(page).toHaveURL("/scheduled-jobs/upcoming");
});

test("who looks at one domain reads its clock, of several his own", async ({ page }) => {
  await signIn(page, "system", address("&domain=borealis.example"));
  await expect(page.locator(".head .sub")).toContainText("Europe/Stockholm");
  await page.goto(address());
  await expect(page.locator(".head .sub")).not.toContainText("Europe/Stockholm");
  await expect(
    page.getByRole("rowheader", { name: /borealis\.example · Europe\/Stockholm/ }),
  ).toBeVisible();
});

test("each sees the lanes of his own jobs; who may look at none is told so", async ({ page }) => {
  const seen = {
    system: ["alpine", "borealis", "house"],
    region: ["alpine", "borealis", "house"],
    alpineAdmin: ["alpine"],
    borealisAdmin: ["borealis"],
    operator: ["alpine"],
  } as const;
  for (const [person, names] of Object.entries(seen)) {
    for (const view of ["axis", "table"]) {
      await signIn(page, person as keyof typeof seen, address(`&view=${view}`));
      for (const name of ["alpine", "borealis", "house"]) {
        const link = page.getByRole("link", { name: `${trial}-${name}`, exact: true });
        const expected = (names as readonly string[]).includes(name) ? 1 : 0;
        await expect(link, `${person}, ${view}: ${name}`).toHaveCount(expected);
      }
    }
  }
  await signIn(page, "member", "/");
  const answer = await page.goto(address());
  expect(answer?.status()).toBe(403);
  expect(await page.content()).not.toContain(`${trial}-`);
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Upcoming" }),
  ).toHaveCount(0);
});

test("it is in the menu, and the line over every page leads to it", async ({ page }) => {
  await signIn(page, "alpineAdmin", "/products");
  await page.getByRole("link", { name: /^Upcoming: .*due in the next 24 hours/ }).click();
  await expect(page).toHaveURL("/scheduled-jobs/upcoming");
  const menu = page.getByRole("navigation", { name: "Main" });
  await expect(menu.getByRole("link", { name: "Upcoming" })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await expect(menu.getByRole("link", { name: "Scheduled jobs" })).not.toHaveAttribute(
    "aria-current",
  );
  await page.goto("/products");
  await awake(page);
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expect(page).toHaveURL("/scheduled-jobs/upcoming");
});

test("the dashboard's next starts lead to their jobs, and their number here", async ({ page }) => {
  await sql`update schedules set next_run_at = now() + interval '3 seconds' where id = ${alpine}`;
  await signIn(page, "alpineAdmin", "/");
  const next = page.getByRole("region", { name: "What comes next" });
  await next.getByRole("link", { name: `${trial}-alpine of alpine.example` }).click();
  await expect(page).toHaveURL(new RegExp(`/scheduled-jobs/${alpine}`));
  await page.goto("/");
  const figure = page.getByRole("link", { name: /to the next start/ });
  await expect(figure).toContainText(/due in 24 h/);
  await figure.click();
  await expect(page).toHaveURL("/scheduled-jobs/upcoming");
  await sql`update schedules set next_run_at = ${quartersAgo(-1)} where id = ${alpine}`;
});

test("without scripts the axis shows, and the table tells", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, "alpineAdmin", address());
  await expect(page.locator(".lane .m-fail")).toHaveAttribute("d", /^M\d+ 24v8$/);
  await expect(page.locator(".lane .m-plan")).toBeVisible();
  await page.getByRole("link", { name: "As a table" }).click();
  await expect(page.getByRole("row", { name: /missed No worker was alive/ })).toBeVisible();
  await context.close();
});

test("axe finds nothing, with the words open and as a table", async ({ page }) => {
  test.slow();
  await signIn(page, "system", address());
  const lane = laneOf(page, "alpine");
  await lane.focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".call")).toBeVisible();
  await expectAccessible(page);
  await page.goto(address("&view=table"));
  await expectAccessible(page);
});

test("it fits every width from a small phone on, with the words open", async ({ page }) => {
  test.slow();
  for (const width of [320, 390, 640, 1024, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await signIn(page, "system", address());
    const lane = laneOf(page, "alpine");
    await lane.focus();
    for (const key of ["Home", "End"]) {
      await page.keyboard.press(key);
      await expect(page.locator(".call")).toBeVisible();
      await expectNoSidewaysScroll(page);
    }
    await page.goto(address("&view=table"));
    await expectNoSidewaysScroll(page);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(address());
  await expectAccessible(page);
});
