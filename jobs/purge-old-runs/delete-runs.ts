import { setTimeout as sleep } from "node:timers/promises";
import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { retentionLanes } from "#lib/retention/lanes.ts";
import { purgeRuns, type Purged } from "#lib/retention/purge-runs.ts";
import type { RetentionRules } from "#lib/retention/rules.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { State } from "./state.ts";

type Context = RunContext<RetentionRules>;

/** It rests as long as it worked, up to so long: pages have the database in between. */
const REST_MAX_MS = 100;

/** The oldest first, a few runs in each transaction. */
export async function deleteRuns(
  context: Context,
  step: StepContext,
  chosen: State,
): Promise<void> {
  const { viewer, parameters: rules, log } = context;
  const lanes = await retentionLanes(viewer, rules);
  const { wholeMonths } = chosen;
  const sums = { runs: 0, lines: 0 };
  step.total(chosen.purgeable);
  for (let state = State.safeParse(context.restored).data ?? chosen; ;) {
    const beganMs = performance.now();
    const purged = await step.chunk(state, async (tx) => {
      const part = await purgeRuns(tx, { lanes, rules, after: state.after, wholeMonths });
      note(step, part);
      return part;
    });
    if (purged.last === null) break;
    state = { ...state, after: purged.last };
    sums.runs += purged.runCount;
    sums.lines += purged.lineCount;
    step.say(`${count(sums.runs)} runs deleted`);
    await sleep(Math.min(REST_MAX_MS, performance.now() - beganMs));
  }
  log.info(`${counted(sums.runs, "run")} and ${counted(sums.lines, "log line")} deleted`);
}

function note({ tick, tally }: StepContext, purged: Purged): void {
  tick(purged.runCount);
  tally("runs", purged.runCount);
  tally("lines", purged.lineCount);
  tally("issues", purged.issueCount);
  tally("refused", purged.refusedCount);
  tally("files", purged.fileCount);
}
