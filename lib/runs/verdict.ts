import type { RetryPolicy } from "../job-types/define.ts";
import type { RunStatus } from "./status.ts";

/** Code, one sentence, and the stack where there is one. */
export type RunError = { code: string; message: string; trace?: string };

/** How a handler's process came to its end. `crashed`: it took the process with it. */
export type Ending =
  | { outcome: "done" }
  | { outcome: "stopped"; forced: boolean }
  | { outcome: "failed"; error: RunError; crashed: boolean };

export type Verdict = {
  status: RunStatus;
  /** What the attempt's row says; it may have failed although the run goes on. */
  attemptOutcome: RunStatus;
  crashed: boolean;
  quarantined: boolean;
  /** Set when the policy gives it another attempt. */
  retryInSeconds?: number;
};

type Judged = {
  status: RunStatus;
  attempt: number;
  warningCount: number;
  issueCount: number;
  /** Why a person set it to done while it was executed; null: nobody did. */
  settledReason: string | null;
};

/** Two crashes of one input, and nothing takes it again before a person has looked. */
const CRASHES_MAX = 2;

/** Found by the worker before the handler began; another attempt would find the same. */
const NEVER = ["parameters", "not-permitted", "domain-gone", "checkpoint"];

/** What an ending means for the run. `crashes`: of this job type with this input, this one included. */
export function judge(
  row: Judged,
  ending: Ending,
  retry: RetryPolicy | undefined,
  crashes: number,
): Verdict {
  const verdict = judgeEnding(row, ending, retry, crashes);
  // However it ended: a person has said what it counts as.
  return row.settledReason === null ? verdict : { ...verdict, status: "settled" };
}

function judgeEnding(
  row: Judged,
  ending: Ending,
  retry: RetryPolicy | undefined,
  crashes: number,
): Verdict {
  if (ending.outcome === "done")
    return plain(row.warningCount + row.issueCount > 0 ? "completed-with-warnings" : "completed");
  if (ending.outcome === "stopped") return plain("stopped");
  const failed = {
    ...plain("failed"),
    crashed: ending.crashed,
    quarantined: ending.crashed && crashes >= CRASHES_MAX,
  };
  if (
    failed.quarantined ||
    row.status === "stopping" ||
    !retry ||
    !isForgiven(row, ending.error.code, retry)
  )
    return failed;
  const retryInSeconds = retry.backOffSeconds[row.attempt - 1] ?? retry.backOffSeconds.at(-1) ?? 0;
  return { ...failed, status: "deferred", retryInSeconds };
}

const plain = (status: RunStatus): Verdict => ({
  status,
  attemptOutcome: status,
  crashed: false,
  quarantined: false,
});

const isForgiven = (row: Judged, code: string, retry: RetryPolicy) =>
  row.attempt < retry.attempts && ![...NEVER, ...retry.neverFor].includes(code);
