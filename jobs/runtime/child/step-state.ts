import type { JobType } from "#lib/job-types/define.ts";
import type { StepState } from "#lib/runs/pending.ts";
import type { Restored } from "#lib/runs/restore.ts";

/** A step as it is counted in this process. */
export type Step = Omit<StepState, "startedAgoMs" | "endedAgoMs"> & {
  startedMs?: number;
  endedMs?: number;
  /** The counts of its last commit, once it has begun. */
  committed?: Pick<StepState, "done" | "tallies">;
};

/** The declared steps as the last checkpoint left them. */
export function stepsOf(type: JobType, { mark, completed }: Restored): Step[] {
  return type.steps.map(({ name, title }, at) => {
    const kept = mark.step?.name === name ? mark.step : { done: 0, total: null, tallies: {} };
    const status = completed.includes(name) ? ("completed" as const) : ("waiting" as const);
    const { done, total, tallies } = kept;
    return {
      position: at + 1,
      name,
      title,
      status,
      message: null,
      done,
      total,
      tallies: { ...tallies },
    };
  });
}

/** The whole run in thousandths, by the weights of its steps; undefined while nothing says how much there is. */
export function permilleOf(steps: readonly Step[], weights: readonly number[]): number | undefined {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0 || steps.every((step) => step.status !== "completed" && !step.total))
    return undefined;
  const done = steps.reduce((sum, step, at) => sum + (weights[at] ?? 0) * share(step), 0);
  return Math.floor((done / whole) * 1000 + 1e-9);
}

function share(step: Step): number {
  if (step.status === "completed") return 1;
  return step.total ? Math.min(1, step.done / step.total) : 0;
}

/** As it is written: with how long ago things were, for the database tells the time. */
export function asState({
  startedMs,
  endedMs,
  tallies,
  committed: _committed,
  ...step
}: Step): StepState {
  const ago = (at: number | undefined) => (at === undefined ? null : performance.now() - at);
  return {
    ...step,
    tallies: { ...tallies },
    startedAgoMs: ago(startedMs),
    endedAgoMs: ago(endedMs),
  };
}
