import { setTimeout as sleep } from "node:timers/promises";
import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { deleteStrayLines, dropMonth, type DroppedMonth } from "#lib/retention/drop-month.ts";
import { count } from "#lib/text/numbers.ts";
import type { State } from "./state.ts";

const PART = 5_000;

/** Somebody may read or write lines for a moment. */
const TRIES = 20;
const PAUSE_MS = 250;

/** Lines of months of which few are kept go with their partitions; of one that is in use all the time they are deleted. */
export async function dropMonths(
  { log }: Pick<RunContext, "log">,
  step: StepContext,
  chosen: State,
): Promise<void> {
  step.total(chosen.wholeMonths.length);
  for (const month of chosen.wholeMonths) {
    const answer = await drop(step, chosen, month);
    const name = month.slice(0, 7);
    if (answer === "dropped") log.info(`${name} dropped with all its lines`);
    if (answer === "shrunk")
      log.info(`${name} dropped but for the lines of the runs that are kept`);
    if (answer === "busy")
      log.info(`${name} is being read: ${await strays(chosen, step, month)} lines deleted`);
    step.tick();
  }
}

async function drop(step: StepContext, chosen: State, month: string): Promise<DroppedMonth> {
  for (let tries = 1; ; tries += 1) {
    const answer = await step.chunk(chosen, async (tx) => {
      const dropped = await dropMonth(tx, month);
      if (dropped === "dropped" || dropped === "shrunk") step.tally("months");
      return dropped;
    });
    if (answer !== "busy" || tries === TRIES) return answer;
    await sleep(PAUSE_MS);
  }
}

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
