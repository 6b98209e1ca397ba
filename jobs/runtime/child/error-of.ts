import { sqlState } from "#lib/platform/db.ts";
import type { RunError } from "#lib/runs/verdict.ts";
import { clipped } from "#lib/text/storable.ts";

const MESSAGE_MAX = 4_000;
const TRACE_MAX = 60_000;

/** What was thrown, as the run page tells it: the code of a `JobError`, else `error`; the stack with its causes. */
export function errorOf(thrown: unknown): RunError {
  if (!(thrown instanceof Error))
    return { code: "error", message: clipped(`The job threw ${String(thrown)}.`, MESSAGE_MAX) };
  const message = clipped(thrown.message || thrown.name, MESSAGE_MAX);
  return { code: codeOf(thrown), message, trace: clipped(traceOf(thrown), TRACE_MAX) };
}

function codeOf(error: Error): string {
  if (error.name === "JobError" && "code" in error) return String(error.code);
  return sqlState(error)?.startsWith("53") ? "database-full" : "error";
}

function traceOf(error: Error): string {
  const detail = "detail" in error && typeof error.detail === "string" ? `${error.detail}\n` : "";
  const cause = error.cause instanceof Error ? `\nCaused by: ${traceOf(error.cause)}` : "";
  return `${detail}${error.stack ?? error.message}${cause}`;
}
