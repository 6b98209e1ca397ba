import { expect, test, type Page } from "@playwright/test";
import type postgres from "postgres";
import { signIn } from "../support/people.ts";
import { makeLogLines, makeRun } from "../support/run-rows.ts";
import { leave, makeRunning, outside } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

type Planted = { schedule: string; run: number; domain: string | null };

/** A job of the demo with a run that has a log. */
async function plant(job: string, place: string | null): Promise<Planted> {
  const [row] = await find(sql, job, place);
  const { id, domain_id } = row as { id: string; domain_id: string | null };
  const run = await makeRun(sql, {
    job_type: job,
    title: job,
    domain_id,
    schedule_id: id,
    status: "completed",
    trigger: "schedule",
    started_at: new Date(),
    ended_at: new Date(),
  });
  await makeLogLines(sql, run, [{ message: `canary of ${place ?? "the installation"}` }]);
  return { schedule: id, run, domain: domain_id };
}

const find = (db: postgres.Sql, job: string, place: string | null) =>
  db`select id, domain_id from schedules where job_type = ${job}
    and domain_id is not distinct from (select id from domains where name = ${place})`;

const places = async (page: Page) =>
  new Set(await page.locator("tbody .s-dom .cut").allTextContents());

test("a domain administrator sees the per-domain jobs of his domain, in the list, its counts and by words", async ({
  page,
}) => {
  await signIn(page, "alpineAdmin", "/scheduled-jobs");
  await expect(page.locator(".jobs-head .sub")).toHaveText(/^\d+ in alpine\.example$/);
  expect(await places(page)).toEqual(new Set(["alpine.example"]));
  await expect(page.locator(".pick")).toHaveText("Domain alpine.example");
  const shown = await page.locator("tbody .id").count();
  const counts = await page
    .getByRole("group", { name: "Status of the last run" })
    .getByRole("button")
    .allTextContents();
  expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(shown);
  for (const address of [
    "/scheduled-jobs?q=session-clean-up",
    "/scheduled-jobs?domain=borealis.example",
    "/scheduled-jobs?domain=installation",
  ]) {
    await page.goto(address);
    await expect(page.locator("tbody .id")).toHaveCount(0);
  }
});

test("by typed address, log, download, list of rows and preview another domain's job does not exist", async ({
  page,
}) => {
  const theirs = await plant("completeness-calculation", "borealis.example");
  const house = await plant("statistics-refresh", null);
  const mine = await plant("completeness-calculation", "alpine.example");
  await signIn(page, "alpineAdmin", "/notices");
  const unknown = "01a1fa5f-808a-7aa8-8cce-000000000000";
  const statusOf = async (path: string) => (await page.request.get(path)).status();
  for (const { schedule, run } of [theirs, house]) {
    for (const tab of ["", "/scheduling", "/executions"])
      expect(await statusOf(`/scheduled-jobs/${schedule}${tab}`)).toBe(404);
    for (const path of [
      `/process-tracker/${run}/log`,
      `/api/runs/${run}/log.txt`,
      `/api/runs/${run}/log`,
    ])
      expect(await statusOf(path)).toBe(404);
    const preview = "preview?planning=disabled&timeZone=UTC";
    expect(await statusOf(`/api/scheduled-jobs/${schedule}/${preview}`)).toBe(404);
    const rows = await page.request.get(`/api/scheduled-jobs?ids=${schedule},${mine.schedule}`);
    const { rows: told } = (await rows.json()) as { rows: Array<{ id: string }> };
    expect(told.map((row) => row.id)).toEqual([mine.schedule]);
    // Under a log of his own another domain's window can't be drawn either.
    const over = encodeURIComponent(`/scheduled-jobs/${schedule}`);
    expect(await statusOf(`/process-tracker/${mine.run}/log?over=${over}`)).toBe(404);
  }
  const bodies = [];
  for (const id of [theirs.schedule, unknown]) {
    const answer = await page.goto(`/scheduled-jobs/${id}`);
    expect(answer?.status()).toBe(404);
    bodies.push(await page.locator("main").innerText());
  }
  expect(bodies[0]).toBe(bodies[1]);
});

test("starting and stopping with another domain's id in the form changes nothing", async ({
  page,
}) => {
  const theirs = await plant("location-consistency-check", "borealis.example");
  const running = await makeRunning(sql, {
    job_type: "location-consistency-check",
    title: "location-consistency-check",
    domain_id: theirs.domain,
    schedule_id: theirs.schedule,
  });
  await signIn(page, "alpineAdmin", "/scheduled-jobs");
  const runsOf = async () =>
    (await sql`select id, status from runs where schedule_id = ${theirs.schedule} order by id`).map(
      (row) => ({ ...row }),
    );
  const before = await runsOf();
  for (const deed of ["run", "stop"]) {
    await page.goto("/scheduled-jobs");
    await page.locator("tbody input[type=checkbox]").first().check();
    await page.evaluate(
      ({ id, what }) => {
        const form = document.querySelector<HTMLFormElement>("#ticked");
        for (const [name, value] of [
          ["scheduleIds", id],
          ["deed", what],
        ] as const) {
          const field = Object.assign(document.createElement("input"), { name, value });
          field.type = "hidden";
          form?.append(field);
        }
        for (const box of document.querySelectorAll<HTMLInputElement>("tbody input:checked"))
          box.disabled = true;
        form?.requestSubmit();
      },
      { id: theirs.schedule, what: deed },
    );
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Scheduled jobs");
    expect(await runsOf()).toEqual(before);
  }
  expect(before.at(-1)).toMatchObject({ id: String(running), status: "running" });
});

test("identifier and description can be changed by nobody, whatever a form sends", async ({
  page,
}) => {
  const { schedule } = await plant("morning-digest", "alpine.example");
  await signIn(page, "alpineAdmin", `/scheduled-jobs/${schedule}`);
  await expect(page.locator("dialog.win:modal")).toBeVisible();
  const before =
    await sql`select job_type, domain_id, retired_at from schedules where id = ${schedule}`;
  const described = await sql`select * from job_types where name = 'morning-digest'`;
  await page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("#report");
    for (const name of ["identifier", "jobType", "job_type", "description", "title", "domainId"]) {
      const field = Object.assign(document.createElement("input"), { name, value: "mine now" });
      field.type = "hidden";
      form?.append(field);
    }
    form?.requestSubmit();
  });
  await expect(page.locator("dialog.win footer [role=status]")).toHaveText("Saved");
  expect(
    await sql`select job_type, domain_id, retired_at from schedules where id = ${schedule}`,
  ).toEqual(before);
  expect(await sql`select * from job_types where name = 'morning-digest'`).toEqual(described);
});

test("the administrator of two domains sees those two and the installation's, which he can't touch", async ({
  page,
}) => {
  await signIn(page, "region", "/scheduled-jobs");
  await expect(page.locator("tbody .id").first()).toBeVisible();
  expect(await places(page)).toEqual(
    new Set(["alpine.example", "borealis.example", "Installation"]),
  );
  const house = page.getByRole("row").filter({ hasText: "session-clean-up" });
  await expect(house).toBeVisible();
  await expect(house.getByRole("checkbox")).toHaveCount(0);
  await house.locator("a.id").click();
  await expect(page.locator("dialog.win:modal")).toBeVisible();
  await expect(
    page.getByRole("button", { name: /Run now|Save report|Send me a test/ }),
  ).toHaveCount(0);
  await page.getByRole("link", { name: "Scheduling" }).click();
  await expect(page.getByRole("radio", { name: /^Automatic/ })).toBeDisabled();
  await expect(page.getByRole("button", { name: /Save planning/ })).toHaveCount(0);
  await expect(page.getByText("Pause this job…")).toHaveCount(0);
});

test("an operator starts jobs but plans none; a member has no such page and no way there", async ({
  page,
  browser,
}) => {
  await signIn(page, "operator", "/scheduled-jobs");
  await expect(page.locator("tbody input[type=checkbox]").first()).toBeVisible();
  await page.locator("tbody a.id").first().click();
  await expect(page.getByRole("button", { name: "Run now" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save report" })).toHaveCount(0);
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, "member", "/");
  await expect(other.getByRole("link", { name: "Scheduled jobs" })).toHaveCount(0);
  expect((await other.goto("/scheduled-jobs"))?.status()).toBe(403);
  await expect(other.locator("main")).toContainText(/scheduled jobs/i);
  await context.close();
});
