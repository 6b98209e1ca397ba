import { setTimeout as sleep } from "node:timers/promises";
import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { retentionLanes, type Lane } from "#lib/retention/lanes.ts";
import { purgeRuns, type Purged } from "#lib/retention/purge-runs.ts";
import type { RetentionRules } from "#lib/retention/rules.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { laneKey, State } from "./state.ts";

type Context = RunContext<RetentionRules>;

/** It rests as long as it worked, up to so long: pages have the database in between. */
const REST_MAX_MS = 100;

/** Job after job, a few runs in each transaction. */
export async function deleteRuns(
  context: Context,
  step: StepContext,
  chosen: State,
): Promise<void> {
  const known = State.safeParse(context.restored).data ?? chosen;
  const found = await retentionLanes(context.viewer, context.parameters);
  const lanes = found.toSorted((a, b) => (laneKey(a) < laneKey(b) ? -1 : 1));
  const sums = { runs: 0, lines: 0 };
  step.total(chosen.purgeable);
  for (const lane of lanes.filter((each) => laneKey(each) >= known.lane)) {
    const after = laneKey(lane) === known.lane ? known.after : 0;
    await deleteLane(context, step, { ...chosen, lane: laneKey(lane), after }, lane, sums);
  }
  context.log.info(`${counted(sums.runs, "run")} and ${counted(sums.lines, "log line")} deleted`);
}

async function deleteLane(
  { parameters: rules }: Context,
  step: StepContext,
  from: State,
  lane: Lane,
  sums: { runs: number; lines: number },
): Promise<void> {
  const { wholeMonths } = from;
  for (let state = from; ;) {
    const beganMs = performance.now();
    const purged = await step.chunk(state, async (tx) => {
      const part = await purgeRuns(tx, { lane, rules, after: state.after, wholeMonths });
      note(step, part);
      return part;
    });
    if (purged.last === null) return;
    state = { ...state, after: purged.last };
    sums.runs += purged.runCount;
    sums.lines += purged.lineCount;
    step.say(`${count(sums.runs)} runs deleted`);
    await sleep(Math.min(REST_MAX_MS, performance.now() - beganMs));
  }
}

function note({ tick, tally }: StepContext, purged: Purged): void {
  tick(purged.runCount);
  tally("runs", purged.runCount);
  tally("lines", purged.lineCount);
  tally("issues", purged.issueCount);
  tally("refused", purged.refusedCount);
  tally("files", purged.fileCount);
}
