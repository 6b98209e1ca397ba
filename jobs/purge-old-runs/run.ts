import type { Run, RunContext, StepContext } from "#lib/job-types/define.ts";
import { choosePurgeable } from "#lib/retention/choose.ts";
import { retentionLanes } from "#lib/retention/lanes.ts";
import type { RetentionRules } from "#lib/retention/rules.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { deleteRuns } from "./delete-runs.ts";
import { deleteTraces } from "./delete-traces.ts";
import { dropMonths } from "./drop-months.ts";
import type { purgeOldRuns } from "./job.ts";
import { State } from "./state.ts";

type Context = RunContext<RetentionRules>;

/** Chooses, then deletes in small parts. It belongs to the installation: its log holds counts, never a domain's content. */
export const run: Run<typeof purgeOldRuns> = async (context) => {
  const chosen =
    (await context.step("choose", (step) => choose(context, step))) ??
    State.parse(context.restored);
  await context.step("delete-runs", (step) => deleteRuns(context, step, chosen));
  await context.step("drop-months", (step) => dropMonths(context, step, chosen));
  await context.step("delete-traces", (step) => deleteTraces(context, step, chosen));
};

async function choose({ viewer, parameters, log }: Context, step: StepContext): Promise<State> {
  const lanes = await retentionLanes(viewer, parameters);
  const choice = await choosePurgeable(viewer, lanes, parameters);
  const { runCount, purgeableCount, byJobType, wholeMonths } = choice;
  const state: State = { purgeable: purgeableCount, wholeMonths, after: 0 };
  await step.chunk(state, async () => step.tally("kept", runCount - purgeableCount));
  log.info(`${counted(purgeableCount, "run")} of ${count(runCount)} may go`);
  for (const job of byJobType.filter((each) => each.purgeableCount > 0))
    log.info(`${job.jobType}: ${count(job.purgeableCount)} of ${count(job.runCount)}`);
  if (wholeMonths.length > 0)
    log.info(`Little or nothing is kept of ${wholeMonths.map(nameOf).join(", ")}`);
  return state;
}

const nameOf = (month: string) => month.slice(0, 7);
