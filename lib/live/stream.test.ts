import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeDomain, makeRun, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal } from "../text/refusal.ts";
import { closeHub } from "./hub.ts";
import { LiveInput } from "./input.ts";
import type { LiveUpdate } from "./read-update.ts";
import { openStream, STREAM_LIMITS } from "./stream.ts";

const sql = ownerSql();
let domains: { mine: string; theirs: string };
let userId: string;

before(async () => {
  const name = (what: string) => `${what}-${newId()}.example`;
  domains = {
    mine: await makeDomain(sql, name("mine")),
    theirs: await makeDomain(sql, name("theirs")),
  };
  userId = await makeUser(sql, "Watcher");
});

after(async () => {
  await closeHub();
  await closeDatabase();
  await sql.end();
});

function operator(of: string[] = [domains.mine]): Viewer {
  const permissions = new Set(BUILT_IN_ROLES.find((role) => role.name === "operator")?.permissions);
  const person = {
    kind: "person" as const,
    userId,
    sessionId: newId(),
    name: "Watcher",
    email: null,
    timeZone: "UTC",
    address: null,
  };
  return {
    ...person,
    grants: [{ role: "operator", permissions, domains: of }],
    domains: of.map((id) => ({ id, name: id, timeZone: "UTC" })),
  };
}

type Opened = {
  updates: LiveUpdate[];
  text: () => string;
  ended: Promise<void>;
  leave: () => void;
};

/** Opens a stream and reads it as a browser does. */
function watch(
  viewer: Viewer,
  query: Record<string, string>,
  recheck = async (): Promise<Viewer | null> => viewer,
): Opened {
  const leaving = new AbortController();
  const stream = openStream({
    viewer,
    interest: LiveInput.parse(query),
    recheck,
    signal: leaving.signal,
  });
  const updates: LiveUpdate[] = [];
  let text = "";
  const ended = (async () => {
    for await (const bytes of stream) {
      const part = new TextDecoder().decode(bytes);
      text += part;
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data) updates.push(JSON.parse(data) as LiveUpdate);
    }
  })();
  return { updates, text: () => text, ended, leave: () => leaving.abort() };
}

async function until(what: string, met: () => boolean, withinMs = 1000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!met()) {
    assert.ok(Date.now() < end, `${what} within ${withinMs} ms`);
    await sleep(10);
  }
}

/** As a worker does: the change, and its announcement at the commit. */
async function change(runId: number, message: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update runs set message = ${message}, updated_at = app_now() where id = ${runId}`;
    await tx`select pg_notify('nightshift_runs', ${String(runId)})`;
  });
}

const messages = (opened: Opened) =>
  opened.updates.flatMap((update) => update.runs.map((run) => run.message));
const soon = () => new Date(Date.now() + 60_000).toISOString();

test("a change of another process arrives within a second, and nothing of what the viewer may not see", async () => {
  const mine = await makeRun(sql, { domain_id: domains.mine, status: "running" });
  const theirs = await makeRun(sql, { domain_id: domains.theirs, status: "running" });
  const one = watch(operator(), { rows: `${mine},${theirs}`, since: soon() });
  const all = watch(operator(), { rows: "all", since: soon() });
  await until("both are open", () => one.text() !== "" && all.text() !== "");
  // The listening connection of this process may come up a moment after the first stream.
  await sleep(300);
  await change(theirs, "secret");
  await change(mine, "row 8,412");
  await until(
    "the change",
    () => messages(one).includes("row 8,412") && messages(all).includes("row 8,412"),
  );
  assert.ok(!`${one.text()}${all.text()}`.includes("secret"));
  one.leave();
  all.leave();
  await Promise.all([one.ended, all.ended]);
});

test("what changed while nobody looked comes first, once, by the last event's id", async () => {
  const make = () => makeRun(sql, { domain_id: domains.mine, status: "completed" });
  const [quiet, busy] = [await make(), await make()];
  await sql`update runs set updated_at = app_now() - interval '1 hour' where id = ${quiet}`;
  await change(busy, "went on");
  const since = new Date(Date.now() - 60_000).toISOString();
  const opened = watch(operator(), { rows: `${quiet},${busy}`, since });
  await until("the missed change", () => opened.updates.length > 0);
  assert.deepEqual(
    opened.updates[0]?.runs.map((run) => run.id),
    [busy],
  );
  assert.match(opened.text(), new RegExp(`^id: ${opened.updates[0]?.at}$`, "m"));
  opened.leave();
});

test("a page that follows all is told what changed before its stream was open, of the runs it may see", async () => {
  const since = new Date().toISOString();
  const ended = await makeRun(sql, { domain_id: domains.mine, status: "completed" });
  const theirs = await makeRun(sql, { domain_id: domains.theirs, status: "completed" });
  await sql`update runs set updated_at = app_now() - interval '1 hour' where domain_id = ${domains.mine} and id <> ${ended}`;
  await change(ended, "went by unseen");
  await change(theirs, "secret");
  const opened = watch(operator(), { rows: "all", since });
  await until("the missed change", () => opened.updates.length > 0);
  assert.deepEqual(
    opened.updates[0]?.runs.map((run) => run.id),
    [ended],
  );
  opened.leave();
});

test("new runs are counted by the filters of the list, and only those the viewer may see", async () => {
  const word = `fresh-${newId()}`;
  const top = await makeRun(sql, { domain_id: domains.mine });
  const opened = watch(operator(), {
    rows: String(top),
    top: String(top),
    list: `q=${word}`,
    since: soon(),
  });
  await until("the first count", () => opened.updates.some((update) => update.fresh === 0));
  for (const values of [
    { title: word },
    { title: word, domain_id: domains.theirs },
    { title: "other" },
  ]) {
    const id = await makeRun(sql, { domain_id: domains.mine, ...values });
    await sql`select pg_notify('nightshift_runs', ${String(id)})`;
  }
  await until("the count", () => opened.updates.some((update) => update.fresh === 1));
  opened.leave();
});

test("updates of a busy run come at most every 250 ms and end with the newest state", async () => {
  const runId = await makeRun(sql, { domain_id: domains.mine, status: "running" });
  const opened = watch(operator(), { rows: String(runId), since: soon() });
  await until("open", () => opened.text() !== "");
  const started = Date.now();
  for (let n = 1; n <= 60; n += 1) {
    await change(runId, `row ${n}`);
    await sleep(15);
  }
  await until("the last state", () => messages(opened).at(-1) === "row 60");
  const most = Math.ceil((Date.now() - started) / STREAM_LIMITS.betweenUpdatesMs) + 2;
  assert.ok(opened.updates.length <= most, `${opened.updates.length} updates, at most ${most}`);
  opened.leave();
});

test("a session has ten streams at most; a closed one makes room", async () => {
  const viewer = operator();
  const opened = Array.from({ length: STREAM_LIMITS.perSession }, () => watch(viewer, {}));
  assert.throws(
    () => watch(viewer, {}),
    (error) => isRefusal(error, "too-many"),
  );
  watch(operator(), {}).leave();
  opened[0]?.leave();
  await opened[0]?.ended;
  opened.push(watch(viewer, {}));
  for (const stream of opened) stream.leave();
});

test("a stream ends when the session does, when rights change, and when nobody can be asked", async () => {
  const before = STREAM_LIMITS.betweenRechecksMs;
  STREAM_LIMITS.betweenRechecksMs = 50;
  const viewer = operator();
  const answers: Array<() => Promise<Viewer | null>> = [
    async () => null,
    async () => operator([domains.mine, domains.theirs]),
    () => Promise.reject(new Error("the database is away")),
  ];
  for (const recheck of answers) {
    const opened = watch(viewer, {}, recheck);
    await Promise.race([opened.ended, sleep(1000).then(() => assert.fail("it is still open"))]);
  }
  const kept = watch(viewer, {});
  await sleep(300);
  assert.equal(
    await Promise.race([kept.ended.then(() => "ended"), Promise.resolve("open")]),
    "open",
  );
  kept.leave();
  STREAM_LIMITS.betweenRechecksMs = before;
});

test("a browser that does not read gets the newest state later, and the buffer stays small", async () => {
  const before = { ...STREAM_LIMITS };
  Object.assign(STREAM_LIMITS, { betweenUpdatesMs: 5, bufferBytes: 20_000 });
  const runId = await makeRun(sql, { domain_id: domains.mine, status: "running" });
  const leaving = new AbortController();
  const viewer = operator();
  const interest = LiveInput.parse({ rows: String(runId), since: soon() });
  const stream = openStream({
    viewer,
    interest,
    recheck: async () => viewer,
    signal: leaving.signal,
  });
  for (let n = 1; n <= 40; n += 1) {
    await change(runId, `row ${n} ${"x".repeat(2000)}`);
    await sleep(10);
  }
  const reader = stream.getReader();
  let bytes = 0;
  let last = "";
  const end = Date.now() + 3000;
  while (!last.includes("row 40") && Date.now() < end) {
    const { value } = await reader.read();
    if (!last) await sleep(200);
    bytes += value?.length ?? 0;
    last = new TextDecoder().decode(value);
  }
  assert.match(last, /row 40/);
  assert.ok(bytes < 40_000, `${bytes} bytes were kept for it`);
  leaving.abort();
  Object.assign(STREAM_LIMITS, before);
});
