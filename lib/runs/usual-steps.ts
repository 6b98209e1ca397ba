import { and, desc, eq, inArray } from "drizzle-orm";
import { runs, steps } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { inLane, type Lane } from "./room.ts";

/** How long a step of a job type takes, from the newest runs that ended by themselves. */
export type UsualStep = {
  samples: number;
  medianSeconds: number;
  p90Seconds: number;
  /** For one item, where the step counts any: how inputs of different size are compared. */
  secondsPerItem: number | null;
  /** How many items there usually are. */
  items: number | null;
};

const SAMPLES = 20;

/** By name of the step. Row security keeps other domains out. */
export async function usualStepsOf(tx: Tx, lane: Lane): Promise<Map<string, UsualStep>> {
  const newest = tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(inLane(lane), inArray(runs.status, ["completed", "completed-with-warnings"])))
    .orderBy(desc(runs.id))
    .limit(SAMPLES);
  const rows = await tx
    .select({
      name: steps.name,
      startedAt: steps.startedAt,
      endedAt: steps.endedAt,
      items: steps.progressTotal,
    })
    .from(steps)
    .where(and(inArray(steps.runId, newest), eq(steps.status, "completed")));
  const byName = Map.groupBy(
    rows.flatMap(({ name, startedAt, endedAt, items }) =>
      startedAt && endedAt
        ? { name, items, seconds: (endedAt.getTime() - startedAt.getTime()) / 1000 }
        : [],
    ),
    (row) => row.name,
  );
  return new Map([...byName].map(([name, found]) => [name, summary(found)]));
}

type Sample = { seconds: number; items: number | null };

function summary(found: Sample[]): UsualStep {
  const seconds = sorted(found.map((row) => row.seconds));
  const counted = found.filter((row): row is Sample & { items: number } => (row.items ?? 0) > 0);
  return {
    samples: seconds.length,
    medianSeconds: at(seconds, 0.5) ?? 0,
    p90Seconds: at(seconds, 0.9) ?? 0,
    secondsPerItem: at(sorted(counted.map((row) => row.seconds / row.items)), 0.5) ?? null,
    items: at(sorted(counted.map((row) => row.items)), 0.5) ?? null,
  };
}

const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
const at = (values: number[], share: number) =>
  values[Math.min(values.length - 1, Math.floor(values.length * share))];
