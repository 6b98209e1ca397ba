import { people, type Person } from "../support/persons.ts";
import { makeLogLines } from "../support/run-rows.ts";
import { signedInAs } from "./http.ts";
import { expect, test, type OwnConsole } from "./own-console.ts";
import { plant, type Planted } from "./planted.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

let planted: Planted;
let running: number;

test.beforeAll(async ({ own }) => {
  const { sql } = own.database;
  planted = await plant(sql);
  // One that goes on, so that its stream stays open.
  const [worker] = await sql`select id from workers limit 1`;
  running = planted.runs.ofOperator;
  await sql`update runs set status = 'running', worker_id = ${worker?.["id"]}, ended_at = null where id = ${running}`;
});

type Opened = { status: number; text: string; ended: boolean; leave(): void; done: Promise<void> };

/** Opens an event stream and reads on by itself. */
async function open(
  own: OwnConsole,
  path: string,
  cookie: string,
  lastEventId?: string,
): Promise<Opened> {
  const leaving = new AbortController();
  const answer = await fetch(own.url + path, {
    headers: { cookie, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) },
    signal: leaving.signal,
  });
  const opened: Opened = {
    status: answer.status,
    text: "",
    ended: false,
    leave: () => leaving.abort(),
    done: Promise.resolve(),
  };
  opened.done = (async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) opened.text += decoder.decode(part);
    opened.ended = true;
  })().catch(() => undefined);
  return opened;
}

const streams = () => [`/api/live?run=${running}&rows=all`, `/api/runs/${running}/log/stream`];

test("S43: a stream opens for nobody without a session, and for nobody of another domain", async ({
  own,
}) => {
  const stranger = await signedInAs("borealisAdmin", own);
  for (const path of streams()) {
    const anonymous = await open(own, path, "");
    await anonymous.done;
    expect([anonymous.status, anonymous.text]).toEqual([401, '{"error":"Sign in first."}']);
    const foreign = await open(own, path, stranger);
    const unknown = await open(own, path.replace(String(running), "999999999"), stranger);
    await Promise.all([foreign.done, unknown.done]);
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect(unknown.status).toBe(404);
  }
});

test("S43: the eleventh stream of a session is refused, whatever mixture of streams it has", async ({
  own,
}) => {
  const cookie = await signedInAs("operator", own);
  const opened: Opened[] = [];
  for (let at = 0; at < 10; at += 1)
    opened.push(await open(own, streams()[at % 2] as string, cookie));
  expect(opened.map(({ status }) => status)).toEqual(Array(10).fill(200));
  for (const path of streams()) expect((await open(own, path, cookie)).status).toBe(429);
  for (const each of opened) each.leave();
  await expect
    .poll(async () => {
      const again = await open(own, streams()[0] as string, cookie);
      again.leave();
      return again.status;
    })
    .toBe(200);
});

test("S43: a last event of somebody else's, or of nobody's, opens nothing more", async ({
  own,
}) => {
  const cookie = await signedInAs("borealisAdmin", own);
  const own_ = `/api/runs/${planted.runs.ofBorealis}/log/stream`;
  for (const id of ["0", "1", "-1", "999999999", "1e9", "x", "2020-01-01T00:00:00.000Z", "%00"]) {
    for (const path of ["/api/live?rows=all", own_]) {
      const opened = await open(own, path, cookie, id);
      expect([200, 422], `${path} ${id}`).toContain(opened.status);
      const said = () => opened.text;
      if (opened.status === 200) await expect.poll(said).not.toBe("");
      opened.leave();
      await opened.done;
      const [other] = await own.database.sql`select title from runs where id = ${running}`;
      expect(opened.text, `${path} ${id}`).not.toContain(other?.["title"] as string);
      expect(opened.text).not.toContain("alpine.example");
    }
  }
});

test("S9: a role that was taken away closes its streams within ten seconds, and nothing more is told on them", async ({
  own,
}) => {
  const { sql } = own.database;
  const person: Person = "operator";
  const cookie = await signedInAs(person, own);
  const opened = await Promise.all(streams().map((path) => open(own, path, cookie)));
  for (const each of opened) await expect.poll(() => each.text).not.toBe("");
  const [taken] = await sql`delete from memberships where user_id =
    (select id from users where email = ${people[person]}) returning *`;
  try {
    const began = Date.now();
    await Promise.all(opened.map(({ done }) => done));
    expect(Date.now() - began).toBeLessThanOrEqual(10_000);
    await makeLogLines(sql, running, [{ message: "said after the end" }], 1000);
    await sql`select pg_notify('nightshift_runs', ${String(running)})`;
    for (const { text } of opened) expect(text).not.toContain("said after the end");
    // At once, not after ten seconds, for everything that is asked anew.
    for (const path of streams()) expect((await open(own, path, cookie)).status).toBe(404);
  } finally {
    const membership = { ...taken };
    await sql`insert into memberships ${sql(membership)}`;
    await sql`insert into membership_domains (membership_id, domain_id)
      values (${membership["id"]}, ${planted.domains.alpine})`;
  }
});
