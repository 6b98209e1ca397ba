import { setTimeout as sleep } from "node:timers/promises";
import { startProgram } from "./program.js";
import { say } from "./say.js";
import { workerProgram } from "./worker-program.js";

const longestPauseMilliseconds = 30_000;

/**
 * Keeps one worker running: when it ends by itself that is said, and another one is started.
 * @param {{ env: import("./settings.js").Env, logFile: string | null, watch: boolean, onRestart: () => void }} what
 * @returns {{ pid: () => number, lastLines: () => string, stop: (graceMilliseconds: number) => Promise<void> }}
 */
export function startWorker({ env, logFile, watch, onRestart }) {
  const start = () =>
    startProgram({
      args: [...(watch ? ["--watch", "--watch-preserve-output"] : []), ...workerProgram],
      env,
      logFile,
    });
  const ending = new AbortController();
  let program = start();
  const keep = async () => {
    for (let failures = 0; ;) {
      const begun = Date.now();
      const { code, signal } = await program.ended;
      if (ending.signal.aborted) return;
      // A worker that ran for a while starts again at once; one that cannot start is tried ever more rarely.
      failures = Date.now() - begun > 60_000 ? 0 : failures + 1;
      const pause = Math.min(1000 * 2 ** failures, longestPauseMilliseconds);
      say(
        `The worker ended by itself (${signal ?? `code ${code}`}) and is started again in ${pause / 1000} s. Its last lines:\n${program.lastLines()}`,
      );
      await sleep(pause, undefined, { signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      program = start();
      onRestart();
    }
  };
  const kept = keep();
  return {
    pid: () => program.pid,
    lastLines: () => program.lastLines(),
    stop: async (grace) => {
      ending.abort();
      await program.stop(grace);
      await kept;
    },
  };
}
