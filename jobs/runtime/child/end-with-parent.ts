import { Worker } from "node:worker_threads";

/**
 * Ends this process and its group within a second after its parent died, also while a handler blocks the main thread: a thread
 * of its own compares the parent's id. A process whose parent is gone would go on writing beside its successor. `parent` is
 * given and not asked for: it may have died while this process was starting.
 */
export function endWithParent(parent: number): void {
  if (process.ppid !== parent) process.exit(0);
  const watcher = new Worker(WATCH, {
    eval: true,
    workerData: { parent, self: process.pid },
    stdout: false,
    stderr: false,
  });
  watcher.unref();
}

/** As text, because a thread's file would be resolved and compiled again; it must be there before any handler. */
const WATCH = `
const { workerData: { parent, self } } = require("node:worker_threads");
setInterval(() => {
  if (process.ppid === parent) return;
  try { process.kill(-self, "SIGKILL"); } catch { process.kill(self, "SIGKILL"); }
}, 500);
`;
