import { expect, test, type APIRequestContext } from "@playwright/test";
import type postgres from "postgres";
import { actionIds, manifest, postAction } from "../support/actions.ts";
import { ownerSql } from "../support/run-rows.ts";
import { signIn, signInRequest, type Person } from "../support/people.ts";
import { server } from "../support/server.ts";
import { makeObjects, PERSONS, type Objects } from "./objects.ts";
import { ACTIONS, ROUTES } from "./table.ts";

let sql: postgres.Sql;
let objects: Objects;

test.beforeAll(async () => {
  sql = ownerSql();
  objects = await makeObjects(sql);
});

test.afterAll(async () => {
  await sql.end();
});

test("S1: every route and action of the build stands in the table of rights", () => {
  const routes = Object.keys(manifest("app-paths-manifest.json") as object);
  expect(routes.filter((route) => !(route in ROUTES))).toEqual([]);
  expect(Object.keys(ROUTES).filter((route) => !routes.includes(route))).toEqual([]);
  const actions = [...new Set(actionIds().map((action) => action.name))];
  expect(actions.filter((action) => !(action in ACTIONS))).toEqual([]);
  expect(Object.keys(ACTIONS).filter((action) => !actions.includes(action))).toEqual([]);
});

test("S1: without a session nothing but the sign-in page and the health checks answers", async ({
  playwright,
}) => {
  const request = await playwright.request.newContext({ baseURL: server.url });
  for (const [route, expectations] of Object.entries(ROUTES)) {
    if (/^\/(\(public\)|api\/auth|api\/health|api\/unsubscribe|_)/.test(route)) continue;
    for (const { path, method = "GET" } of expectations(objects)) {
      const answer = await ask(request, path, method);
      expect(answer.status, `${method} ${path}`).toBe(path.startsWith("/api/") ? 401 : 307);
      expect(answer.body).not.toContain("canary-");
    }
  }
  await request.dispose();
});

test("S4: a captured action with these very fields does act for one who may", async ({
  playwright,
}) => {
  const request = await signedIn(playwright, "system");
  const stock = objects.schedules.ofBorealis;
  const before = await digest();
  const pause = actionIds().find(({ name }) => name.endsWith("scheduled-jobs/actions.ts#pause"));
  const [row] = await sql`select version from schedules where id = ${stock}`;
  const fields = { scheduleId: stock, version: String(row?.["version"]), reason: "planted" };
  const answer = await postAction(request, pause?.id as string, fields);
  expect(await digest(), await answer.text()).not.toBe(before);
  await sql`update schedules set paused_at = null, paused_by = null, paused_reason = null where id = ${stock}`;
  await request.dispose();
});

for (const person of PERSONS) {
  test(`S2: ${person} sees what the table says, and 404 for everything else`, async ({
    playwright,
  }) => {
    const request = await signedIn(playwright, person);
    for (const expectations of Object.values(ROUTES)) {
      for (const { path, method = "GET", status } of expectations(objects)) {
        const answer = await ask(request, path, method);
        const expected = status(person);
        if (expected !== null)
          expect.soft(answer.status, `${person}: ${method} ${path}`).toBe(expected);
      }
    }
    await request.dispose();
  });

  test(`S4: ${person} can't change by a captured action what the table denies`, async ({
    playwright,
  }) => {
    const request = await signedIn(playwright, person);
    for (const { id, name } of actionIds()) {
      for (const { fields, allowed } of ACTIONS[name] ?? []) {
        if (allowed.includes(person)) continue;
        const before = await digest();
        const answer = await postAction(request, id, fields(objects));
        expect(answer.status(), `${person}: ${name}`).not.toBe(500);
        expect(await digest(), `${person} changed something by ${name}`).toBe(before);
      }
    }
    await request.dispose();
  });
}

test("S2: another domain's object answers exactly like one that never was", async ({ page }) => {
  await signIn(page, "borealisAdmin", "/");
  const asked = [objects.runs.ofOperator, 999_999_999];
  const [other, none] = await Promise.all(asked.map((id) => page.request.get(`/api/runs/${id}`)));
  expect(await other?.text()).toBe(await none?.text());
  const told: string[] = [];
  for (const id of asked) {
    await page.goto(`/process-tracker/${id}`);
    const said = `${await page.title()} ${await page.getByRole("main").innerText()}`;
    told.push(said.replace(`#${id}`, "#…"));
  }
  expect(told[0]).toBe(told[1]);
});

test("S5: no page tells anything of another domain", async ({ playwright }) => {
  const request = await signedIn(playwright, "borealisAdmin");
  const [row] = await sql`select title from runs where id = ${objects.runs.ofOperator}`;
  for (const path of [
    "/",
    "/process-tracker",
    "/process-tracker?text=canary",
    "/scheduled-jobs",
    "/scheduled-jobs/upcoming",
    "/scheduled-jobs/upcoming?view=table&reach=7d",
    "/api/scheduled-jobs/matching",
    "/api/runs/matching",
    `/api/scheduled-jobs?ids=${objects.schedules.ofAlpine}`,
    "/imports",
    "/products",
    "/notices",
    "/api/live?poll=1",
  ]) {
    const answer = await request.get(path);
    const told = (await answer.text()) + JSON.stringify(answer.headers());
    expect(told, path).not.toContain(row?.["title"] as string);
    expect(told, path).not.toContain("alpine.example");
  }
  await request.dispose();
});

test("S20: an action without our own origin does nothing, whatever it says of the forwarded host", async ({
  playwright,
}) => {
  const request = await signedIn(playwright, "system");
  const retry = actionIds().find((action) => action.name.endsWith("#retry"));
  const fields = { runId: String(objects.runs.ofOperator), seenClaim: "1", title: "x" };
  const before = await digest();
  const foreign: Array<Record<string, string>> = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    {},
  ];
  for (const headers of foreign) {
    await postAction(request, retry?.id as string, fields, headers);
    expect(await digest(), JSON.stringify(headers)).toBe(before);
  }
  const upload = await request.post("/api/uploads?name=a.csv", {
    headers: { origin: "https://evil.example" },
    data: "sku\n1",
  });
  expect(upload.status()).toBe(403);
  await request.dispose();
});

type Playwright = {
  request: { newContext(options: { baseURL: string }): Promise<APIRequestContext> };
};

async function signedIn(playwright: Playwright, person: Person): Promise<APIRequestContext> {
  const request = await playwright.request.newContext({ baseURL: server.url });
  await signInRequest(request, person);
  return request;
}

/** Status and the beginning of the body; a stream is not read to its end. */
async function ask(
  request: APIRequestContext,
  path: string,
  method: string,
): Promise<{ status: number; body: string }> {
  const headers = { origin: new URL(server.url).origin };
  if (path.endsWith("/stream")) return await askStream(request, path);
  const body = method === "GET" ? {} : { data: { seq: 1 } };
  const answer = await request.fetch(path, { method, headers, maxRedirects: 0, ...body });
  return { status: answer.status(), body: (await answer.text()).slice(0, 200_000) };
}

async function askStream(
  request: APIRequestContext,
  path: string,
): Promise<{ status: number; body: string }> {
  const { cookies } = await request.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(server.url + path, { headers: { cookie } });
  await answer.body?.cancel();
  return { status: answer.status, body: "" };
}

/** All that an action could change of the planted objects, and how many changes the audit log knows of them; what was refused stands there too. */
async function digest(): Promise<string> {
  const ids = Object.values(objects.runs);
  const runs =
    await sql`select id, status, claim, stop_requested_at, queued_at, settled_reason from runs where id in ${sql(ids)} order by id`;
  const drafts =
    await sql`select id, updated_at, run_id from import_drafts where id in ${sql(Object.values(objects.drafts))} order by id`;
  const schedules = Object.values(objects.schedules);
  // Without the columns that the scheduler writes meanwhile.
  const plans =
    await sql`select id, planning, recurrence, paused_reason, report_enabled, report_recipients, version from schedules where id in ${sql(schedules)} order by id`;
  const started =
    await sql`select id, status from runs where schedule_id in ${sql(schedules)} and trigger = 'person' order by id`;
  const tests = await sql`select count(*)::int as n from mails where kind = 'test'`;
  const audit =
    await sql`select count(*)::int as n from audit_entries where object_type = 'run' and action not like '%-refused' and object_id in ${sql(ids.map(String))}`;
  return JSON.stringify([runs, drafts, plans, started, tests, audit]);
}
