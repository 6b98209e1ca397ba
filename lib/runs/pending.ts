import type { StepStatus } from "./status.ts";

/** What a handler has noted and the database does not know yet. Counts are absolute, so that writing twice does no harm. */
export type PendingWork = {
  steps: StepState[];
  issues: PendingIssue[];
  refused: PendingRow[];
  warningCount: number;
  issueCount: number;
  stepPosition: number;
  /** The whole run in thousandths, by the steps' weights; undefined while nothing says how much there is. */
  permille: number | undefined;
  message: string | null;
};

export type StepState = {
  position: number;
  name: string;
  title: string;
  status: StepStatus;
  done: number;
  total: number | null;
  tallies: Record<string, number>;
  message: string | null;
  /** Since its beginning and its end, in ms, by the worker's monotonic clock: times are told by the database. */
  startedAgoMs: number | null;
  endedAgoMs: number | null;
};

export type PendingIssue = {
  seq: number;
  severity: "refused" | "doubtful";
  code: string;
  message: string;
  row?: number;
  column?: string;
  value?: string;
};

export type PendingRow = { seq: number; row: number; cells: string[]; reason: string };

/**
 * Where a run can go on: `state` is the handler's, of the last chunk; the rest are the counts that were true at that moment.
 * `chunk` rises with each commit, so that a lost answer to COMMIT can be told from a lost commit.
 */
export type Checkpoint = {
  chunk: number;
  state?: unknown;
  step: {
    name: string;
    done: number;
    total: number | null;
    tallies: Record<string, number>;
  } | null;
  issueSeq: number;
  refusedSeq: number;
  warningCount: number;
};
