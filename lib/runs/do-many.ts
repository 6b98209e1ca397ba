import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { isRefusal, type Refusal } from "../text/refusal.ts";
import { type Chosen, loadChosen } from "./chosen.ts";
import type { ManyDeed, SeenRun } from "./seen-input.ts";
import type { Many } from "./many-input.ts";
import { retryRun } from "./retry.ts";
import { settleRun } from "./settle.ts";
import type { RunStatus } from "./status.ts";
import { stopRun } from "./stop.ts";

/** Null: it does not exist, as far as the viewer may know. */
type Named = { runId: number; title: string | null };

export type ManyAnswer = {
  deed: ManyDeed;
  /** With what has become of each. */
  done: Array<Named & { status: RunStatus }>;
  /** Left as they were; `isRefused` where it is a matter of rights, `isUntried` where the database went away before. */
  left: Array<Named & { reason: string; isRefused: boolean; isUntried: boolean }>;
};

/**
 * Stops, retries or sets to done each of these runs by itself, in its own transaction and by the verb for one run: the same
 * decision, audit entry and announcement, and what is refused hinders no other. A run that is not as it was seen is left.
 * Throws Refusal `unavailable` when the database is away before anything was done; when it goes away later, the answer says so of
 * those that were not reached.
 */
export async function doMany(
  viewer: Viewer,
  input: Extract<Many, { step: "do" }>,
): Promise<ManyAnswer> {
  const { deed, runs } = input;
  const ids = runs.map(({ runId }) => runId);
  const found = await read(viewer, (tx) => loadChosen(tx, viewer, ids));
  const outcomes = new Map<number, RunStatus | Refusal>();
  let away: Refusal | undefined;
  await atOnce(runs, AT_ONCE, async (seen) => {
    const outcome = away ?? (await attempt(viewer, input, seen));
    if (isRefusal(outcome, "unavailable")) away = outcome;
    outcomes.set(seen.runId, outcome);
  });
  const answer = answerOf(deed, runs, found, outcomes);
  if (away && answer.done.length === 0) throw away;
  return answer;
}

/** Of the pool's ten connections: pages of others get theirs meanwhile. More of them would only wait for the same disk. */
const AT_ONCE = 4;

async function atOnce<T>(items: T[], most: number, act: (item: T) => Promise<void>) {
  const rest = items.values();
  const work = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: most }, work));
}

async function attempt(
  viewer: Viewer,
  input: Extract<Many, { step: "do" }>,
  seen: SeenRun,
): Promise<RunStatus | Refusal> {
  try {
    return (await actOn(viewer, input, seen)).status;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

function actOn(
  viewer: Viewer,
  input: Extract<Many, { step: "do" }>,
  seen: SeenRun,
): Promise<{ status: RunStatus }> {
  if (input.deed === "stop") return stopRun(viewer, seen);
  if (input.deed === "retry") return retryRun(viewer, seen);
  return settleRun(viewer, { ...seen, reason: input.reason, typedCount: input.runs.length });
}

function answerOf(
  deed: ManyDeed,
  runs: SeenRun[],
  found: Map<number, Chosen>,
  outcomes: Map<number, RunStatus | Refusal>,
): ManyAnswer {
  const answer: ManyAnswer = { deed, done: [], left: [] };
  for (const { runId } of runs) {
    const outcome = outcomes.get(runId);
    const named = { runId, title: found.get(runId)?.title ?? null };
    if (isRefusal(outcome)) {
      answer.left.push({
        ...named,
        reason: outcome.message,
        isRefused: outcome.code === "forbidden",
        isUntried: outcome.code === "unavailable",
      });
    } else if (outcome) answer.done.push({ ...named, status: outcome });
  }
  return answer;
}
