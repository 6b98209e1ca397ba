import type { RunError } from "#lib/runs/verdict.ts";
import type { Exit } from "./child-process.ts";

/** Why a handler's process is gone, as the run page tells it. `uncaught`: its last words, if it had any. */
export function crashOf(exit: Exit, uncaught: RunError | undefined, memoryMb: number): RunError {
  if (exit.ranOutOfMemory) {
    return {
      code: "out-of-memory",
      message: `The job ran out of memory: it may use ${memoryMb} MB.`,
    };
  }
  if (uncaught) return { ...uncaught, code: uncaught.code === "error" ? "crashed" : uncaught.code };
  if (exit.signal)
    return {
      code: "crashed",
      message: `The job's process was ended by the signal ${exit.signal}.`,
    };
  return {
    code: "crashed",
    message: `The job ended its process (exit code ${exit.code}) instead of returning.`,
  };
}
