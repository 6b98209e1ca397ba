import { systemViewer } from "#lib/access/viewer.ts";
import { startRun } from "#lib/runs/start.ts";
import { stopRun } from "#lib/runs/stop.ts";
import type { Bench } from "../bench.ts";
import { nowMs } from "../now.ts";
import { listens, nothing } from "../types/catalogue.ts";

const viewer = systemViewer("bench");

export async function start(jobType: string, domainId: string, parameters = {}): Promise<number> {
  return (await startRun(viewer, jobType, { domainId, title: jobType, parameters })).runId;
}

export const stop = (runId: number) => stopRun(viewer, { runId });

/** From the call that starts a run to the handler's first statement, in ms, one run after the other. */
export async function startsToRunning(bench: Bench, domainId: string): Promise<number[]> {
  const took: number[] = [];
  for (let at = 0; at < bench.size("starts"); at += 1) {
    const begunMs = nowMs();
    const runId = await start(nothing.name, domainId);
    took.push((await momentOf(bench, runId, "began")) - begunMs);
    await bench.until("the run's end", () => hasEnded(bench, runId));
  }
  return took;
}

/** From the call that stops a run to the signal in its handler, in ms. */
export async function stopsToSignal(bench: Bench, domainId: string): Promise<number[]> {
  const took: number[] = [];
  for (let at = 0; at < bench.size("stops"); at += 1) {
    const runId = await start(listens.name, domainId);
    await momentOf(bench, runId, "began");
    const askedMs = nowMs();
    await stop(runId);
    took.push((await momentOf(bench, runId, "told")) - askedMs);
    await bench.until("the run's end", () => hasEnded(bench, runId));
  }
  return took;
}

/** The time that a handler wrote into its log. */
export async function momentOf(bench: Bench, runId: number, word: string): Promise<number> {
  let moment = 0;
  await bench.until(`"${word}" in the log of run ${runId}`, async () => {
    const [line] = await bench.sql<{ message: string }[]>`
      select message from log_lines where run_id = ${runId} and message like ${`${word} %`}`;
    if (line) moment = Number(line.message.split(" ")[1]);
    return line !== undefined;
  });
  return moment;
}

async function hasEnded(bench: Bench, runId: number): Promise<boolean> {
  const [run] = await bench.sql`select 1 from runs where id = ${runId} and ended_at is not null`;
  return run !== undefined;
}
