import { asc, inArray } from "drizzle-orm";
import { steps } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";

/** A named count of a run over all its steps. */
export type Tally = { name: string; label: string; count: number };

export type StepFacts = {
  tallies: Tally[];
  /** Title of the step that runs, or at which it ended. */ stepTitle: string | null;
};

/** What lists show of the steps of runs, with one query. Tallies of the same name are added up; the order is the declaration's. */
export async function stepFactsOf(
  tx: Tx,
  found: readonly { id: number; jobType: string; stepPosition: number }[],
): Promise<Map<number, StepFacts>> {
  if (found.length === 0) return new Map();
  const rows = await tx
    .select({
      runId: steps.runId,
      position: steps.position,
      title: steps.title,
      tallies: steps.tallies,
    })
    .from(steps)
    .where(
      inArray(
        steps.runId,
        found.map((run) => run.id),
      ),
    )
    .orderBy(asc(steps.runId), asc(steps.position));
  const byRun = Map.groupBy(rows, (row) => row.runId);
  return new Map(
    found.map((run) => {
      const own = byRun.get(run.id) ?? [];
      const stepTitle = own.find((step) => step.position === run.stepPosition)?.title ?? null;
      return [
        run.id,
        {
          tallies: added(
            run.jobType,
            own.map((step) => step.tallies),
          ),
          stepTitle,
        },
      ];
    }),
  );
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
