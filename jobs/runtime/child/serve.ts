// A process of the pool: executes one run at a time for the worker that forked it. Arguments: that worker's pid and id, the
// folders of the job types.
import { useDatabaseRole } from "#lib/platform/db.ts";
import { sessionName } from "#lib/workers/sessions.ts";
import type { ToChild, ToParent } from "../messages.ts";
import { endWithParent } from "./end-with-parent.ts";
import { errorOf } from "./error-of.ts";
import { Execution } from "./execution.ts";
import { prepareCatalogue } from "./prepare-catalogue.ts";

const [parentPid, workerId = "", ...folders] = process.argv.slice(2);
const ALIVE_SECONDS = 2;

let current: Execution | undefined;

endWithParent(Number(parentPid));
process.on("uncaughtException", (error) => {
  say({ kind: "uncaught", error: errorOf(error) });
  setTimeout(() => process.exit(70), 200);
});
// The parent is gone; what the handler started goes too.
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
process.on("message", (message) => receive(message as ToChild));

useDatabaseRole("worker", 2, { name: sessionName(workerId) });
const folderOf = await prepareCatalogue(folders);
setInterval(() => say({ kind: "alive" }), ALIVE_SECONDS * 1000).unref();
say({ kind: "ready" });

function receive(message: ToChild): void {
  if (message.kind === "run") current = begin(message);
  else if (message.kind === "stop") current?.stop(message.reason);
  else current?.hold(message.held);
}

function begin({ run }: Extract<ToChild, { kind: "run" }>): Execution {
  const beganMs = performance.now();
  const execution = new Execution(run, folderOf.get(run.jobType) ?? "", say);
  void execution.execute().then((ended) => {
    current = undefined;
    say({ kind: "ended", runId: run.id, ...ended, tookMs: performance.now() - beganMs });
  });
  return execution;
}

function say(message: ToParent): void {
  if (process.connected) process.send?.(message);
}
