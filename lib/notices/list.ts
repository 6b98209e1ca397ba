import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import { domains } from "#drizzle/schema/people.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { RunStatus } from "../runs/status.ts";
import { ownNotices } from "./own.ts";

export type Notice = {
  id: string;
  outcome: RunStatus;
  title: string;
  body: string | null;
  domainName: string | null;
  createdAt: string;
  read: boolean;
  /** Its run, while that exists and the viewer may see it. */
  runId: number | null;
};

export type NoticePage = { notices: Notice[]; next: string | null };

const PAGE = 50;

/** The viewer's own notices, newest first. Ids are sorted by time, so that they serve as the cursor. */
export function listNotices(
  viewer: Viewer,
  { unread, before }: { unread: boolean; before?: string | undefined },
): Promise<NoticePage> {
  return read(viewer, async (tx) => {
    const rows = await tx
      .select({
        id: notices.id,
        outcome: notices.outcome,
        title: notices.title,
        body: notices.body,
        domainName: domains.name,
        createdAt: notices.createdAt,
        readAt: notices.readAt,
        runId: runs.id,
      })
      .from(notices)
      .leftJoin(domains, eq(domains.id, notices.domainId))
      .leftJoin(runs, and(eq(runs.id, notices.runId), visibleTo(viewer, runs)))
      .where(
        and(
          ownNotices(viewer),
          unread ? isNull(notices.readAt) : undefined,
          before ? lt(notices.id, before) : undefined,
        ),
      )
      .orderBy(desc(notices.id))
      .limit(PAGE + 1);
    const shown = rows.slice(0, PAGE).map(({ createdAt, readAt, outcome, ...row }) => {
      return {
        ...row,
        outcome: outcome as RunStatus,
        createdAt: createdAt.toISOString(),
        read: readAt !== null,
      };
    });
    return { notices: shown, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
  });
}
