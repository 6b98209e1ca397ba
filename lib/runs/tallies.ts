import { asc, inArray } from "drizzle-orm";
import { steps } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";

/** A named count of a run over all its steps. */
export type Tally = { name: string; label: string; count: number };

export type StepFacts = {
  tallies: Tally[];
  /** Of the step that runs, or at which it ended; null before the first. */
  title: string | null;
  current: { done: number; total: number | null } | null;
};

type Stepped = { id: number; jobType: string; stepPosition: number };

/** What lists show of the steps of runs, with one query. Tallies of the same name are added up; the order is the declaration's. */
export async function stepFactsOf(
  tx: Tx,
  found: readonly Stepped[],
): Promise<Map<number, StepFacts>> {
  if (found.length === 0) return new Map();
  const { runId, position, title, tallies, progressDone, progressTotal } = steps;
  const ids = found.map((run) => run.id);
  const rows = await tx
    .select({ runId, position, title, tallies, progressDone, progressTotal })
    .from(steps)
    .where(inArray(steps.runId, ids))
    .orderBy(asc(steps.runId), asc(steps.position));
  const byRun = Map.groupBy(rows, (row) => row.runId);
  return new Map(found.map((run) => [run.id, factsOf(run, byRun.get(run.id) ?? [])]));
}

type StepRow = {
  position: number;
  title: string;
  tallies: Record<string, number>;
  progressDone: number;
  progressTotal: number | null;
};

function factsOf(run: Stepped, own: readonly StepRow[]): StepFacts {
  const at = own.find((step) => step.position === run.stepPosition);
  return {
    tallies: added(
      run.jobType,
      own.map((step) => step.tallies),
    ),
    title: at?.title ?? null,
    current: at ? { done: at.progressDone, total: at.progressTotal } : null,
  };
}

function added(jobType: string, perStep: Record<string, number>[]): Tally[] {
  const sums = new Map<string, number>();
  for (const tallies of perStep)
    for (const [name, count] of Object.entries(tallies))
      sums.set(name, (sums.get(name) ?? 0) + count);
  const labels = jobTypeOf(jobType)?.tallies ?? {};
  const known = Object.keys(labels).filter((name) => sums.has(name));
  const names = [...known, ...[...sums.keys()].filter((name) => !(name in labels))];
  return names.map((name) => ({ name, label: labels[name] ?? name, count: sums.get(name) ?? 0 }));
}
