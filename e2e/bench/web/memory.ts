import { setTimeout as sleep } from "node:timers/promises";
import { family, handlersOf, memoryMb } from "../processes.ts";

export type Memory = { web: number; worker: number; handler: number };

const EVERY_MS = 200;

/** What the processes hold now, in MB: the web's and the worker's own one, and the largest handler. */
export function memoryOf(webPid: number, workerPid: number): Memory {
  const handlers = handlersOf(workerPid).map(({ pid }) => pid);
  const largest = (pids: number[]) => Math.max(0, ...pids.map((pid) => memoryMb(pid)?.now ?? 0));
  return {
    // `npm run …` starts the program as a child; of the two, the launcher is the smaller one.
    web: largest(family(webPid).map(({ pid }) => pid)),
    worker: largest(family(workerPid).flatMap(({ pid }) => (handlers.includes(pid) ? [] : [pid]))),
    handler: largest(handlers),
  };
}

/** The most that each holds while something is under way. */
export async function peakDuring(look: () => Memory, work: Promise<unknown>): Promise<Memory> {
  const peak: Memory = { web: 0, worker: 0, handler: 0 };
  const over = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, sleep(EVERY_MS, false)]))) {
    const now = look();
    for (const name of ["web", "worker", "handler"] as const)
      peak[name] = Math.max(peak[name], now[name]);
  }
  await work;
  return peak;
}
