import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { ACTIVE } from "../runs/status.ts";

export type ShellCounts = { running: number; unread: number };

/** Where counting stops: beyond it the shell says "1,000+ running" and "99+". */
export const COUNT_CAPS: ShellCounts = { running: 1000, unread: 100 };

/** The figures of the menu: runs in progress that the viewer may see, and his unread notices. Both capped. */
export async function countsWithin(tx: Tx, viewer: Viewer): Promise<ShellCounts> {
  const active = tx
    .select({ one: sql`1` })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, { domainId: runs.domainId, startedBy: runs.startedBy }),
        inArray(runs.status, ACTIVE),
      ),
    )
    .limit(COUNT_CAPS.running);
  const unread = tx
    .select({ one: sql`1` })
    .from(notices)
    .where(
      and(viewer.userId ? eq(notices.userId, viewer.userId) : sql`false`, isNull(notices.readAt)),
    )
    .limit(COUNT_CAPS.unread);
  const [row] = await tx.execute<{ running: number; unread: number }>(sql`
    select (select count(*)::int from (${active}) as active) as running,
           (select count(*)::int from (${unread}) as unread) as unread`);
  return { running: row?.running ?? 0, unread: row?.unread ?? 0 };
}
