import type { Run, RunContext, StepContext } from "#lib/job-types/define.ts";
import { SESSION_CLEAN_UP, type CleanedUp } from "#lib/sessions/clean-up.ts";
import { counted } from "#lib/text/numbers.ts";
import type { sessionCleanUp } from "./job.ts";

const LIMIT = 2_000;

const SAYS: Record<CleanedUp, (count: number) => string> = {
  expired: (count) => `${counted(count, "expired session")} ended`,
  sessions: (count) => `${counted(count, "old session")} forgotten`,
  throttles: (count) => `${counted(count, "count")} of failed sign-ins forgotten`,
  tokens: (count) => `${counted(count, "setup token")} forgotten`,
};

/** Four times the same: a few rows in each transaction until none is left. */
export const run: Run<typeof sessionCleanUp> = async (context) => {
  for (const name of Object.keys(SESSION_CLEAN_UP) as CleanedUp[])
    await context.step(name, (step) => cleanUp(context, step, name));
};

async function cleanUp(
  { parameters: { keepDays }, log }: RunContext<{ keepDays: number }>,
  step: StepContext,
  name: CleanedUp,
): Promise<void> {
  let sum = 0;
  for (let changed = LIMIT; changed === LIMIT;) {
    changed = await step.chunk(null, (tx) =>
      SESSION_CLEAN_UP[name](tx, { keepDays, limit: LIMIT }),
    );
    step.tally(name, changed);
    step.tick(changed);
    sum += changed;
  }
  log.info(SAYS[name](sum));
}
