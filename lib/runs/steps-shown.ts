import { asc, eq } from "drizzle-orm";
import { steps } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { visible } from "../text/visible.ts";
import type { StoredRun } from "./load.ts";
import { estimateRemaining, type Estimate } from "../text/time-left.ts";
import type { StepStatus } from "./status.ts";
import type { Tally } from "./tallies.ts";
import { usualStepsOf, type UsualStep } from "./usual-steps.ts";

/** A step as the run page draws it. Times are ISO strings. */
export type StepShown = {
  position: number;
  name: string;
  title: string;
  status: StepStatus;
  startedAt: string | null;
  endedAt: string | null;
  done: number;
  total: number | null;
  tallies: Tally[];
  message: string | null;
  /** Of the running one. */
  timeLeft: Estimate;
  /** How long it takes as a rule, for this run's number of items where that is known; null under three earlier runs. */
  usualSeconds: number | null;
  /** For how many items. */
  usualItems: number | null;
};

/** Fewer earlier runs say nothing. */
const SAMPLES_MIN = 3;

/** The steps of a run with what earlier runs tell about them. */
export async function stepsOf(tx: Tx, run: StoredRun, now: Date): Promise<StepShown[]> {
  const rows = await tx
    .select()
    .from(steps)
    .where(eq(steps.runId, run.id))
    .orderBy(asc(steps.position));
  const usual = await usualStepsOf(tx, run);
  const labels = jobTypeOf(run.jobType)?.tallies ?? {};
  return rows.map((row) => shown(row, run, usual.get(row.name), labels, now));
}

type Row = typeof steps.$inferSelect;

function shown(
  row: Row,
  run: StoredRun,
  usual: UsualStep | undefined,
  labels: Readonly<Record<string, string>>,
  now: Date,
): StepShown {
  const { position, name, title, status, progressDone, progressTotal } = row;
  const expected = usual && usual.samples >= SAMPLES_MIN ? scaled(usual, progressTotal) : null;
  return {
    position,
    name,
    title,
    status,
    done: progressDone,
    total: progressTotal,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    tallies: talliesShown(row.tallies, labels),
    message: row.message === null ? null : visible(row.message),
    timeLeft:
      run.status === "running" && status === "running" ? timeLeft(row, expected, usual, now) : null,
    usualSeconds: expected?.seconds ?? null,
    usualItems: expected?.items ?? null,
  };
}

type Expected = { seconds: number; items: number | null; factor: number };

/** A file of twice the usual size takes twice as long. */
function scaled(usual: UsualStep, total: number | null): Expected {
  const items = total ?? usual.items;
  if (!total || usual.secondsPerItem === null || usual.medianSeconds <= 0)
    return { seconds: usual.medianSeconds, items, factor: 1 };
  const seconds = usual.secondsPerItem * total;
  return { seconds, items, factor: seconds / usual.medianSeconds };
}

function timeLeft(
  row: Row,
  expected: Expected | null,
  usual: UsualStep | undefined,
  now: Date,
): Estimate {
  if (!row.startedAt) return "estimating";
  return estimateRemaining({
    elapsedSeconds: (now.getTime() - row.startedAt.getTime()) / 1000,
    share: row.progressTotal ? row.progressDone / row.progressTotal : null,
    usual:
      usual && expected
        ? {
            samples: usual.samples,
            medianSeconds: expected.seconds,
            p90Seconds: usual.p90Seconds * expected.factor,
          }
        : null,
  });
}

/** In the order of the declaration, then what it does not name. */
function talliesShown(
  counts: Record<string, number>,
  labels: Readonly<Record<string, string>>,
): Tally[] {
  const known = Object.keys(labels).filter((name) => name in counts);
  const names = [...known, ...Object.keys(counts).filter((name) => !(name in labels))];
  return names.map((name) => ({ name, label: labels[name] ?? name, count: counts[name] ?? 0 }));
}
