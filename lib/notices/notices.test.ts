import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeDomain, makeRun, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal } from "../text/refusal.ts";
import { listNotices } from "./list.ts";
import { markAllRead, markRead } from "./mark-read.ts";
import { unreadCount } from "./unread-count.ts";

const sql = ownerSql();
let domainId: string;

before(async () => {
  domainId = await makeDomain(sql, `notices-${newId()}.example`);
});

after(async () => {
  await closeDatabase();
  await sql.end();
});

async function person(domains: string[] = [domainId]): Promise<Viewer> {
  const permissions = new Set(BUILT_IN_ROLES.find((role) => role.name === "member")?.permissions);
  const userId = await makeUser(sql, "Reader");
  const who = {
    kind: "person" as const,
    userId,
    sessionId: null,
    name: "Reader",
    email: null,
    timeZone: "UTC",
    address: null,
  };
  return {
    ...who,
    grants: [{ role: "member", permissions, domains }],
    domains: domains.map((id) => ({ id, name: id, timeZone: "UTC" })),
  };
}

async function notify(
  viewer: Viewer,
  title: string,
  values: Record<string, unknown> = {},
): Promise<string> {
  const id = newId();
  const notice = {
    id,
    user_id: viewer.userId,
    domain_id: domainId,
    outcome: "completed",
    title,
    created_at: new Date(),
  };
  await sql`insert into notices ${sql({ ...notice, ...values })}`;
  return id;
}

const audited = async (viewer: Viewer) =>
  (await sql`select action from audit_entries where actor_id = ${viewer.userId} order by id`).map(
    (row) => row["action"],
  );

test("a person reads his own notices, page by page, and marks them one by one or all", async () => {
  const [me, other] = [await person(), await person()];
  await notify(other, "not mine");
  const ids: string[] = [];
  const from = Date.now() - 3600_000;
  for (let n = 0; n < 60; n += 1) {
    // Ten at the same moment: the id decides among them.
    const created_at = new Date(from + Math.floor(n / 10) * 1000);
    ids.push(await notify(me, `mine ${n}`, { created_at }));
  }
  const first = await listNotices(me, { unread: false });
  const second = await listNotices(me, { unread: false, before: first.next ?? undefined });
  assert.deepEqual(
    [...first.notices, ...second.notices].map((notice) => notice.id),
    [0, 1, 2, 3, 4, 5].flatMap((ten) => ids.slice(ten * 10, ten * 10 + 10).toSorted()).toReversed(),
  );
  assert.equal(second.next, null);
  for (const before of [
    "x",
    "2026-99-01T00:00:00.000Z_" + ids[0],
    "0000-01-01T00:00:00.000Z_" + ids[0],
  ]) {
    assert.equal((await listNotices(me, { unread: false, before })).notices.length, 50, before);
  }
  assert.equal(await unreadCount(me), 60);
  await markRead(me, { noticeId: ids[3] as string });
  await markRead(me, { noticeId: ids[3] as string });
  assert.equal(await unreadCount(me), 59);
  assert.equal(await markAllRead(me), 59);
  assert.equal(await markAllRead(me), 0);
  assert.deepEqual((await listNotices(me, { unread: true })).notices, []);
  assert.equal(await unreadCount(other), 1);
  assert.deepEqual(await audited(me), ["notice.read", "notice.read-all"]);
});

test("somebody else's notice is not there, also not to be marked", async () => {
  const [me, other] = [await person(), await person()];
  const theirs = await notify(other, "theirs");
  for (const noticeId of [theirs, newId()]) {
    await assert.rejects(markRead(me, { noticeId }), (error) => isRefusal(error, "not-found"));
  }
  assert.equal(await unreadCount(other), 1);
});

test("a notice names its run while that is there and visible, and is gone with the right to its domain", async () => {
  const me = await person();
  const mine = await makeRun(sql, { domain_id: domainId, started_by: me.userId });
  const colleague = await makeRun(sql, { domain_id: domainId });
  await notify(me, "mine", { run_id: mine });
  await notify(me, "not visible", { run_id: colleague });
  await notify(me, "purged", { run_id: 987_654_321 });
  const { notices } = await listNotices(me, { unread: false });
  assert.deepEqual(Object.fromEntries(notices.map(({ title, runId }) => [title, runId])), {
    mine,
    "not visible": null,
    purged: null,
  });
  const moved = { ...me, grants: [], domains: [] };
  assert.deepEqual((await listNotices(moved, { unread: false })).notices, []);
  assert.equal(await unreadCount(moved), 0);
});
