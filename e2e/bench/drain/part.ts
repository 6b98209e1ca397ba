import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import type { Bench } from "../bench.ts";
import { startMany } from "../start-many.ts";
import { catalogue, nothing } from "../types/catalogue.ts";

/** Runs of a job that does nothing, against two queues that do nothing and keep no history. All three in turn. */
export async function measure(bench: Bench): Promise<void> {
  useDatabaseRole("web", 5);
  registerJobTypes(catalogue);
  const domainId = await makeDomain(bench.sql, "bench.example");
  const [ours, graphile, single, boss]: [number[], number[], number[], number[]] = [[], [], [], []];
  await bench.rounds(async () => {
    ours.push(await drainOurs(bench, domainId));
    graphile.push(await drainOther(bench, "graphile.ts", { BATCHES: "yes" }));
    single.push(await drainOther(bench, "graphile.ts"));
    boss.push(await drainOther(bench, "pg-boss.ts"));
  });
  await closeDatabase();
  const note = `${bench.size("runs")} runs with history, log and progress`;
  const row = { unit: "runs/s", ours, note };
  bench.tell({
    ...row,
    name: "against graphile-worker",
    baseline: { name: "graphile-worker 0.18.0", values: graphile },
    goal: { of: "ratio", atLeast: 1 },
  });
  bench.tell({
    ...row,
    name: "against graphile-worker job by job",
    baseline: { name: "graphile-worker 0.18.0, no batches", values: single },
  });
  bench.tell({
    ...row,
    name: "against pg-boss",
    baseline: { name: "pg-boss 12.35.0", values: boss },
  });
}

/** From the first run's start to the last one's end, by the product's own rows. */
async function drainOurs(bench: Bench, domainId: string): Promise<number> {
  const ids = await startMany(nothing.name, domainId, bench.size("runs"));
  await bench.sql`analyze`;
  await bench.sql`checkpoint`;
  const worker = await bench.startWorker();
  const [first, last] = [Math.min(...ids), Math.max(...ids)];
  await bench.until(
    "the runs to end",
    async () => {
      const [row] = await bench.sql`
        select 1 from runs where id between ${first} and ${last} and status <> 'completed' limit 1`;
      return row === undefined;
    },
    600,
    200,
  );
  const [times] = await bench.sql<{ seconds: number }[]>`
    select extract(epoch from max(ended_at) - min(started_at))::float8 as seconds from runs where id between ${first} and ${last}`;
  await bench.stop(worker);
  return ids.length / (times?.seconds ?? 0);
}

/** In a database of its own on the same server. */
async function drainOther(
  bench: Bench,
  file: string,
  env: Record<string, string> = {},
): Promise<number> {
  const name = "bench_other";
  await bench.sql.unsafe(`drop database if exists ${name} with (force)`);
  await bench.sql.unsafe(`create database ${name}`);
  const url = new URL(bench.databaseUrl);
  url.pathname = `/${name}`;
  const jobs = bench.size("runs");
  const child = fork(join(import.meta.dirname, file), {
    env: { ...process.env, ...env, DATABASE_URL: url.href, JOBS: String(jobs) },
    execArgv: [],
  });
  const answer = once(child, "message");
  const ended = once(child, "exit");
  const ms = await Promise.race([answer.then(([ms]) => ms as number), ended.then(() => NaN)]);
  await ended;
  return jobs / (ms / 1000);
}
