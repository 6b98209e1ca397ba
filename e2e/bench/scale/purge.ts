import { systemViewer } from "#lib/access/viewer.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { startRun } from "#lib/runs/start.ts";
import type { Bench } from "../bench.ts";
import { quantile } from "../result.ts";
import type { Reader } from "./readers.ts";

const ASK = { group: "tracker, first page", name: "everything", count: 20 };
const READ_BEFORE = 10;
const RISE_MAX_MS = 50;

/** L11: the tracker's first page while a worker purges nearly all of the history. */
export async function measurePurge(bench: Bench, reader: Reader): Promise<void> {
  const before: number[] = [];
  for (let times = 0; times < READ_BEFORE; times += 1) before.push(...(await reader.read(ASK)));
  const [count] = await bench.sql<{ runs: number }[]>`select count(*)::int as runs from runs`;
  const worker = await bench.startWorker();
  const id = await startPurge();
  const [during, beganMs] = [[] as number[], performance.now()];
  while (!(await hasEnded(bench, id))) during.push(...(await reader.read(ASK)));
  const seconds = Math.round((performance.now() - beganMs) / 1000);
  await bench.stop(worker);
  const [left] = await bench.sql<{ runs: number; status: string; message: string | null }[]>`
    select (select count(*)::int from runs) as runs, status, error_message as message from runs where id = ${id}`;
  if (left?.status !== "completed")
    throw new Error(`The purge is ${left?.status}: ${left?.message}`);
  const gone = (count?.runs ?? 0) - left.runs;
  const [old, now] = [quantile(before, 0.95), quantile(during, 0.95)];
  bench.tell({
    name: "tracker, rise of p95 while old runs are purged",
    unit: "ms",
    ours: [now - old],
    goal: { of: "ours", atMost: RISE_MAX_MS },
    note: `${gone.toLocaleString("en")} runs in ${seconds} s; p95 ${old.toFixed(1)} before, ${now.toFixed(1)} ms then`,
  });
}

async function startPurge(): Promise<number> {
  useDatabaseRole("web", 2);
  const parameters = { keepDays: 1, keepProblemDays: 1, keepNewest: 1, keepAtMost: 10_000 };
  const input = { domainId: null, title: "purge-old-runs", parameters };
  const { runId } = await startRun(systemViewer("bench"), "purge-old-runs", input);
  await closeDatabase();
  return runId;
}

async function hasEnded(bench: Bench, id: number): Promise<boolean> {
  const [row] = await bench.sql`select 1 from runs where id = ${id} and ended_at is not null`;
  return row !== undefined;
}
