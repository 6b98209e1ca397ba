import { and, eq, isNull, sql } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import { CHANNEL } from "../platform/queue.ts";
import { notFound } from "../text/refusal.ts";
import { ownNotices } from "./own.ts";

/**
 * Marks one of the viewer's own notices as read; one that is read already stays as it is, without an entry in the audit log.
 * Throws Refusal `not-found`.
 */
export async function markRead(viewer: Viewer, { noticeId }: { noticeId: string }): Promise<void> {
  await write(viewer, async (tx) => {
    const where = and(ownNotices(viewer), eq(notices.id, noticeId));
    const [own] = await tx
      .select({ domainId: notices.domainId, readAt: notices.readAt })
      .from(notices)
      .where(where);
    if (!own) throw notFound("This notice");
    if (own.readAt) return;
    await tx.update(notices).set({ readAt: appNow }).where(where);
    await recordAudit(tx, viewer, {
      action: "notice.read",
      objectType: "notice",
      objectId: noticeId,
      domainId: own.domainId,
    });
    await tx.execute(sql`select pg_notify(${CHANNEL.notices}, ${viewer.userId})`);
  });
}

/** Marks all of the viewer's notices as read. Answers how many there were. */
export async function markAllRead(viewer: Viewer): Promise<number> {
  return await write(viewer, async (tx) => {
    const marked = await tx
      .update(notices)
      .set({ readAt: appNow })
      .where(and(ownNotices(viewer), isNull(notices.readAt)))
      .returning({ id: notices.id });
    if (marked.length === 0) return 0;
    const after = { count: marked.length };
    await recordAudit(tx, viewer, {
      action: "notice.read-all",
      objectType: "user",
      objectId: viewer.userId ?? "",
      domainId: null,
      after,
    });
    await tx.execute(sql`select pg_notify(${CHANNEL.notices}, ${viewer.userId})`);
    return marked.length;
  });
}
