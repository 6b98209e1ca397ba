import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { deleteStrayLines, dropMonth } from "#lib/retention/drop-month.ts";
import { count } from "#lib/text/numbers.ts";
import type { State } from "./state.ts";

const PART = 5_000;

/** Lines of months without runs go with their partitions; of one that can't be dropped after all they are deleted. */
export async function dropMonths(
  { log }: Pick<RunContext, "log">,
  step: StepContext,
  chosen: State,
): Promise<void> {
  step.total(chosen.wholeMonths.length);
  for (const month of chosen.wholeMonths) {
    const answer = await step.chunk(chosen, async (tx) => {
      const dropped = await dropMonth(tx, month);
      if (dropped === "dropped") step.tally("months");
      step.tick();
      return dropped;
    });
    const name = month.slice(0, 7);
    if (answer === "dropped") log.info(`${name} dropped with all its lines`);
    if (answer === "busy" || answer === "kept")
      log.info(`${name} ${REASON[answer]}: ${await strays(chosen, step, month)} lines deleted`);
  }
}

const REASON = { busy: "is being read", kept: "has a run again" };

async function strays(chosen: State, step: StepContext, month: string): Promise<string> {
  let sum = 0;
  for (let deleted = 1; deleted > 0;) {
    deleted = await step.chunk(chosen, async (tx) => {
      const gone = await deleteStrayLines(tx, month, PART);
      step.tally("lines", gone);
      return gone;
    });
    sum += deleted;
  }
  return count(sum);
}
