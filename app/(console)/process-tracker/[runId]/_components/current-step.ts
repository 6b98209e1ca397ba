import type { RunDetail } from "#lib/runs/get.ts";
import type { StepShown } from "#lib/runs/steps-shown.ts";

/** The step that runs, or at which the run ended or waits to go on. */
export function currentStep({
  steps,
  run,
}: Pick<RunDetail, "steps" | "run">): StepShown | undefined {
  return (
    steps.find((step) => step.status === "running") ??
    steps.find((step) => step.position === run.stepPosition)
  );
}
