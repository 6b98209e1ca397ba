import type { StepDeclaration } from "../job-types/define.ts";

/**
 * How much of a run is done, 0…1, from its step and the progress in it. Steps count by their usual share of the duration; null
 * while the current step does not know its total and none before it is done.
 */
export function shareDone(
  steps: readonly StepDeclaration[] | undefined,
  run: {
    stepPosition: number;
    stepCount: number;
    progressDone: number;
    progressTotal: number | null;
  },
): number | null {
  const weights = steps?.length
    ? steps.map((step) => step.weight)
    : Array.from({ length: run.stepCount || 1 }, () => 1);
  const current = Math.max(0, run.stepPosition - 1);
  const whole = sum(weights);
  if (whole <= 0) return null;
  const within = run.progressTotal ? Math.min(1, run.progressDone / run.progressTotal) : 0;
  const share = (sum(weights.slice(0, current)) + (weights[current] ?? 0) * within) / whole;
  return share === 0 && run.progressTotal === null ? null : Math.min(1, share);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
