import { and, asc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { RunStatus } from "../runs/status.ts";
import type { DueOutcome } from "./status.ts";

export type PastDue = {
  dueAt: string;
  outcome: DueOutcome;
  lateSeconds: number;
  policy: string | null;
  /** Set where it stands for all due times up to here. */
  throughAt: string | null;
  /** The run that was started, or that stood in the way, where the viewer may see it. */
  run: { id: number; status: RunStatus; startedAt: string | null; endedAt: string | null } | null;
};

/** Of one schedule, oldest first; `more` are older ones with the same outcome as others that are shown. */
export type Past = { due: PastDue[]; more: number };

/** What became of the due times of schedules since `from`, at most the newest `each` of every outcome. */
export async function pastDue(
  tx: Tx,
  viewer: Viewer,
  scheduleIds: string[],
  { from, each }: { from: Date; each: number },
): Promise<Map<string, Past>> {
  if (scheduleIds.length === 0) return new Map();
  const group = sql`partition by ${dueTimes.scheduleId}, ${dueTimes.outcome}`;
  const ranked = tx
    .select({
      scheduleId: dueTimes.scheduleId,
      dueAt: dueTimes.dueAt,
      outcome: dueTimes.outcome,
      lateSeconds: dueTimes.lateSeconds,
      policy: dueTimes.policy,
      throughAt: dueTimes.throughAt,
      dueRunId: dueTimes.runId,
      rank: sql<number>`row_number() over (${group} order by ${dueTimes.dueAt} desc)`.as("rank"),
      sameCount: sql<string>`count(*) over (${group})`.as("same_count"),
    })
    .from(dueTimes)
    .where(and(inArray(dueTimes.scheduleId, scheduleIds), gte(dueTimes.dueAt, from)))
    .as("ranked");
  const rows = await tx
    .select({
      scheduleId: ranked.scheduleId,
      dueAt: ranked.dueAt,
      outcome: ranked.outcome,
      lateSeconds: ranked.lateSeconds,
      policy: ranked.policy,
      throughAt: ranked.throughAt,
      sameCount: ranked.sameCount,
      run: { id: runs.id, status: runs.status, startedAt: runs.startedAt, endedAt: runs.endedAt },
    })
    .from(ranked)
    .leftJoin(runs, and(eq(runs.id, ranked.dueRunId), visibleTo(viewer, runs)))
    .where(lte(ranked.rank, each))
    .orderBy(asc(ranked.dueAt));
  const groups = Map.groupBy(rows, (row) => row.scheduleId);
  return new Map([...groups].map(([id, found]) => [id, pastOf(found, each)]));
}

type Row = Omit<PastDue, "dueAt" | "throughAt" | "run"> & {
  dueAt: Date;
  throughAt: Date | null;
  sameCount: string;
  run: { id: number; status: RunStatus; startedAt: Date | null; endedAt: Date | null } | null;
};

function pastOf(rows: Row[], each: number): Past {
  const counts = new Map(rows.map((row) => [row.outcome, Number(row.sameCount)]));
  const more = [...counts.values()].reduce((sum, count) => sum + Math.max(0, count - each), 0);
  return { due: rows.map(plain), more };
}

function plain({ dueAt, throughAt, outcome, lateSeconds, policy, run }: Row): PastDue {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    dueAt: dueAt.toISOString(),
    outcome,
    lateSeconds,
    policy,
    throughAt: iso(throughAt),
    run: run && {
      id: run.id,
      status: run.status,
      startedAt: iso(run.startedAt),
      endedAt: iso(run.endedAt),
    },
  };
}
