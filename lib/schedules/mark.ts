import type { RunStatus } from "../runs/status.ts";
import type { DueOutcome } from "./status.ts";

/** What a mark on the axis says: what became of a due time, or what is to come. */
export type MarkKind =
  | "ran"
  | "warned"
  | "failed"
  | "lost"
  | "retrying"
  | "stopped"
  | "cancelled"
  | "settled"
  | "running"
  | "waiting"
  /** It was started; its run is not kept, or not this viewer's to see. */
  | "started"
  | "skipped-running"
  | "skipped-paused"
  | "skipped-idle"
  | "missed"
  /** Has come and is not decided yet. */
  | "due"
  | "planned"
  /** A run with a start time: put off by a person, or a further attempt. */
  | "deferred";

/** One mark of a lane: one due time, or several of a kind that lie too close to be told apart. Times in ms, absent where nothing is to say. */
export type Mark = {
  kind: MarkKind;
  at: number;
  /** The last of several. */
  until?: number;
  count?: number;
  /** From the due time to the decision; of several the longest. */
  lateSeconds?: number;
  /** Of several the newest one, where somebody would look for it. */
  runId?: number;
  startedAt?: number;
  endedAt?: number;
  /** When a run that is under way usually ends. */
  usuallyAt?: number;
  /** The attempt that is to come, where it is not the first. */
  attempt?: number;
  /** What the clocks do to it. */
  said?: string;
};

const OF_STATUS: Record<RunStatus, MarkKind> = {
  deferred: "waiting",
  queued: "waiting",
  running: "running",
  stopping: "running",
  completed: "ran",
  "completed-with-warnings": "warned",
  failed: "failed",
  stopped: "stopped",
  interrupted: "lost",
  cancelled: "cancelled",
  settled: "settled",
};

type Became = { outcome: DueOutcome; status: RunStatus | null; attempt: number };

/** What became of a due time that was decided. */
export function kindOf({ outcome, status, attempt }: Became): MarkKind {
  if (outcome !== "started" && outcome !== "late") return outcome;
  if (status === "deferred" && attempt > 0) return "retrying";
  return status ? OF_STATUS[status] : "started";
}
