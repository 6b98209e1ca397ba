import { sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { counted, ordinal } from "../text/numbers.ts";
import { usualKey, usualOf } from "./usual.ts";

/** Why a queued run has not started, for its row in a list. The run page asks further (`why-waiting.ts`). */
export type Wait = {
  /** "alpine.example already runs 2 of 2". */
  reason: string;
  /** "1st in line". */
  place: string;
  /** Rough; null where nothing is known about how long these runs take. */
  startsInSeconds: number | null;
  usualSeconds: number | null;
};

export type Waiting = { id: number; jobType: string; domainId: string | null; domainName: string };

/** Counting those before it stops here. */
const AHEAD_MAX = 1000;

/** Answers for all queued runs of a page with one query, and one more per job type for the usual duration. */
export async function waitsOf(tx: Tx, waiting: readonly Waiting[]): Promise<Map<number, Wait>> {
  if (waiting.length === 0) return new Map();
  const standings = await readStandings(tx, waiting);
  const usual = await usualOf(tx, waiting);
  return new Map(
    waiting.map((run) => {
      const standing = standings.get(run.id) ?? { ahead: 0, running: 0, served: false };
      return [run.id, answer(run, standing, usual.get(usualKey(run))?.medianSeconds ?? null)];
    }),
  );
}

type Standing = { ahead: number; running: number; served: boolean };

async function readStandings(tx: Tx, waiting: readonly Waiting[]): Promise<Map<number, Standing>> {
  const sameJob = (alias: string) =>
    sql.raw(
      `${alias}.job_type = w.job_type and ${alias}.domain_id is not distinct from w.domain_id`,
    );
  const rows = await tx.execute<{
    id: string;
    ahead: string;
    running: string;
    served: boolean;
  }>(sql`
    select w.id,
      (select count(*) from (select 1 from ${runs} q where ${sameJob("q")} and q.status = 'queued' and q.id < w.id limit ${AHEAD_MAX}) ahead) as ahead,
      (select count(*) from ${runs} r where r.status in ('running', 'stopping') and ${sameJob("r")}) as running,
      exists (select 1 from workers v where v.state = 'alive' and w.job_type = any (v.job_types)
        and v.heartbeat_at > app_now() - make_interval(secs => ${settings().WORKER_LOST_SECONDS}::double precision)) as served
    from ${runs} w where w.id in (${sql.join(
      waiting.map((run) => sql`${run.id}`),
      sql`, `,
    )})`);
  return new Map(
    [...rows].map((row) => [
      Number(row.id),
      { ahead: Number(row.ahead), running: Number(row.running), served: row.served },
    ]),
  );
}

function answer(run: Waiting, standing: Standing, usualSeconds: number | null): Wait {
  const { ahead, running, served } = standing;
  const place = `${ordinal(ahead + 1)} in line`;
  const slots = jobTypeOf(run.jobType)?.concurrencyPerDomain ?? 1;
  const rounds = running + ahead >= slots ? Math.floor(ahead / slots) + 1 : null;
  const startsInSeconds = served && usualSeconds && rounds ? rounds * usualSeconds : null;
  return { reason: reasonOf(run, standing, slots), place, startsInSeconds, usualSeconds };
}

function reasonOf(run: Waiting, { ahead, running, served }: Standing, slots: number): string {
  if (!served) return "no worker is alive that runs this job";
  if (running >= slots) return `${run.domainName} already runs ${running} of ${slots}`;
  return ahead > 0
    ? `${counted(ahead, "run")} before it`
    : "a worker takes it as soon as it has a free place";
}
