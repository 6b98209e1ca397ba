import type { ClaimedRun } from "#lib/runs/claim.ts";
import type { LogInput } from "#lib/runs/append-log.ts";
import type { PendingWork } from "#lib/runs/pending.ts";
import type { RunError } from "#lib/runs/verdict.ts";

/** Why a handler's signal is aborted. */
export type StopReason = "stop" | "hand-over" | "claim-lost";

export type ToChild =
  | { kind: "run"; run: ClaimedRun }
  | { kind: "stop"; reason: StopReason }
  /** The lease is out by the parent's clock: write nothing until told otherwise. */
  | { kind: "hold"; held: boolean };

/** How a handler ended that could still say so. `gave-way`: it left at a safe point, for the reason it was given. */
export type ChildEnd =
  | { outcome: "done"; pending: PendingWork }
  | { outcome: "gave-way"; pending: PendingWork }
  | { outcome: "failed"; pending: PendingWork; error: RunError }
  | { outcome: "claim-lost" }
  /** A verb that the handler called outside of a chunk found no database: nobody's fault, another try. */
  | { outcome: "database-away" };

export type ToParent =
  | { kind: "ready" }
  | { kind: "log"; runId: number; lines: LogInput[] }
  /** Rows of the run changed: listeners may be told. Also sent when nothing changed, as a sign of life. */
  | { kind: "changed"; runId: number }
  | { kind: "alive" }
  /** With the lines of its log that were not sent before, and how long it took by this process' own clock. */
  | { kind: "ended"; runId: number; end: ChildEnd; lines: LogInput[]; tookMs: number }
  /** The last words of a process that something uncaught ends. */
  | { kind: "uncaught"; error: RunError };
