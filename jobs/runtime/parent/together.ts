import { Gathering } from "#lib/platform/gathering.ts";
import { appendLog, appendLogs, type LogAppend } from "#lib/runs/append-log.ts";
import { endRun, endRuns, type RunEnd } from "#lib/runs/end.ts";
import { ClaimLost } from "#lib/runs/fence.ts";
import type { RunStatus } from "#lib/runs/status.ts";
import { isRefusal } from "#lib/text/refusal.ts";

// Of all runs of this worker: many small runs end in one transaction, and their logs are written in one.
const ends = new Gathering<RunEnd, RunStatus | undefined>(async (items) => {
  const statuses = await endRuns(items);
  return items.map(({ run }) => statuses.get(run.id));
});
const logs = new Gathering<LogAppend, number | undefined>(async (items) => {
  const lastSeqs = await appendLogs(items);
  return items.map(({ run }) => lastSeqs.get(run.id));
}, 50);

/** Ends a run, together with others that end now. Throws what `endRun` does. */
export async function endTogether(end: RunEnd): Promise<RunStatus> {
  const alone = () => endRun(end.run, end.ending, end.pending, end.lines);
  return mine(end, await ends.add(end).catch(unlessAway(alone)));
}

/** Adds lines to a run's log, together with what others have to add now. Throws what `appendLog` does. */
export async function appendTogether(append: LogAppend): Promise<number> {
  const alone = () => appendLog(append);
  return mine(append, await logs.add(append).catch(unlessAway(alone)));
}

function mine<R>({ run }: { run: RunEnd["run"] | LogAppend["run"] }, answer: R | undefined): R {
  if (answer === undefined) throw new ClaimLost(run);
  return answer;
}

/** What one of them could not write must not keep the others from it: each tries for itself. */
const unlessAway =
  <R>(alone: () => Promise<R>) =>
  (error: unknown): Promise<R> => {
    if (isRefusal(error, "unavailable")) throw error;
    return alone();
  };
