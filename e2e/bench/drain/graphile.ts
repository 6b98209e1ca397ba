// graphile-worker drains a queue of jobs that do nothing; answers the time in ms. BATCHES=yes: with the settings of its own performance
// test, hundreds taken and ended at a time; otherwise job by job, as it comes.
import { makeWorkerUtils, run, Logger } from "graphile-worker";
import postgres from "postgres";

const connectionString = process.env["DATABASE_URL"] as string;
const jobCount = Number(process.env["JOBS"]);
const CONCURRENT = 24;

const batches = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
const logger = new Logger(() => () => undefined);
const preset = {
  worker: {
    connectionString,
    concurrentJobs: CONCURRENT,
    maxPoolSize: CONCURRENT + 1,
    ...(process.env["BATCHES"] === "yes" ? batches : {}),
    logger,
  },
};
const sql = postgres(connectionString, { max: 1, onnotice: () => undefined });

const utils = await makeWorkerUtils({ preset });
await utils.migrate();
for (let added = 0; added < jobCount; added += 1_000) {
  const count = Math.min(1_000, jobCount - added);
  await utils.addJobs(
    Array.from({ length: count }, (_, at) => ({
      identifier: "nothing",
      payload: { runId: added + at },
    })),
  );
}
await utils.release();
await sql`analyze`;
await sql`checkpoint`;
process.send?.(await drain());
await sql.end();

/** From the first job's start to the moment when the last one's end is committed. */
async function drain(): Promise<number> {
  let done = 0;
  let firstMs = 0;
  const all = Promise.withResolvers<void>();
  const nothing = () => {
    if (done === 0) firstMs = performance.now();
    done += 1;
    if (done === jobCount) all.resolve();
  };
  const runner = await run({ preset, taskList: { nothing }, noHandleSignals: true });
  await all.promise;
  while ((await sql`select 1 from graphile_worker._private_jobs limit 1`).length > 0);
  const ms = performance.now() - firstMs;
  await runner.stop();
  return ms;
}
