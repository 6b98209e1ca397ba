import { and, asc, count, eq, inArray, lt, type SQL } from "drizzle-orm";
import { runs, workers } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { presenceOf, type WorkerPresence } from "../workers/list.ts";
import type { StoredRun } from "./load.ts";
import { inLane } from "./room.ts";
import { readRows, type RunRow } from "./row.ts";
import { ACTIVE, WAITING } from "./status.ts";

/** Another run of the same line. Times are ISO strings. */
export type InLine = Pick<
  RunRow,
  "id" | "title" | "status" | "startedAt" | "startedBy" | "timeLeft"
>;

/** A worker, as far as it bears on this run. */
export type Seen = {
  name: string;
  presence: WorkerPresence;
  silentSeconds: number;
  slots: number;
  busy: number;
  serves: boolean;
};

/** What the reasons of waiting are told from. */
export type Facts = {
  run: StoredRun;
  now: Date;
  workers: Seen[];
  mayStartWorkers: boolean;
  running: number;
  before: number;
  limit: number | null;
  line: InLine[];
  previous: { id: number; title: string } | undefined;
  where: string;
};

/** Naming those before it stops being useful somewhere. */
const LINE_SHOWN = 5;

/** Reads them as this viewer may know them: other people's runs are counted and not named. */
export async function readFacts(tx: Tx, viewer: Viewer, run: StoredRun, now: Date): Promise<Facts> {
  const seen = await tx.select().from(workers);
  const [running] = await tx
    .select({ n: count() })
    .from(runs)
    .where(and(inLane(run), inArray(runs.status, ACTIVE)));
  const [before] = await tx
    .select({ n: count() })
    .from(runs)
    .where(and(inLane(run), eq(runs.status, "queued"), lt(runs.id, run.id)));
  return {
    run,
    now,
    workers: seen.map((row) => asSeen(row, run, now)),
    mayStartWorkers: can(viewer, "workers.view", run.domainId),
    running: running?.n ?? 0,
    before: before?.n ?? 0,
    limit: jobTypeOf(run.jobType)?.concurrencyPerDomain ?? null,
    line: await readLine(tx, viewer, run),
    previous: run.overlapKey ? await readPrevious(tx, viewer, run) : undefined,
    where:
      viewer.domains.find((domain) => domain.id === run.domainId)?.name ??
      (run.domainId ? "this domain" : "the installation"),
  };
}

function asSeen(row: typeof workers.$inferSelect, run: StoredRun, now: Date): Seen {
  const silentSeconds = Math.max(0, (now.getTime() - row.heartbeatAt.getTime()) / 1000);
  const { name, slots, busy } = row;
  const presence = presenceOf(row.state, silentSeconds);
  return { name, slots, busy, presence, silentSeconds, serves: row.jobTypes.includes(run.jobType) };
}

async function readLine(tx: Tx, viewer: Viewer, run: StoredRun): Promise<InLine[]> {
  const inLine = (status: SQL | undefined) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(visibleTo(viewer, runs), inLane(run), status))
      .orderBy(asc(runs.id))
      .limit(LINE_SHOWN);
  const running = await inLine(inArray(runs.status, ACTIVE));
  const waiting = await inLine(and(eq(runs.status, "queued"), lt(runs.id, run.id)));
  const rows = await readRows(
    tx,
    viewer,
    [...running, ...waiting].map((each) => each.id),
  );
  return rows.map(({ id, title, status, startedAt, startedBy, timeLeft }) => {
    return { id, title, status, startedAt, startedBy, timeLeft };
  });
}

async function readPrevious(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
): Promise<{ id: number; title: string } | undefined> {
  const [found] = await tx
    .select({ id: runs.id, title: runs.title })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, runs),
        eq(runs.jobType, run.jobType),
        eq(runs.overlapKey, run.overlapKey as string),
        inArray(runs.status, [...ACTIVE, ...WAITING]),
        lt(runs.id, run.id),
      ),
    );
  return found;
}
