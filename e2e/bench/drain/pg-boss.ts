// pg-boss alone drains a queue of jobs that do nothing: hundreds are fetched at a time and completed together; answers the time in ms.
import { PgBoss } from "pg-boss";
import postgres from "postgres";

const connectionString = process.env["DATABASE_URL"] as string;
const jobCount = Number(process.env["JOBS"]);
const BATCH = 500;
const LOOPS = 2;
const QUEUE = "nothing";

const sql = postgres(connectionString, { max: 1, onnotice: () => undefined });
const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: LOOPS });
boss.on("error", (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE, { retryLimit: 0 });
for (let added = 0; added < jobCount; added += 1_000) {
  const count = Math.min(1_000, jobCount - added);
  await boss.insert(
    QUEUE,
    Array.from({ length: count }, (_, at) => ({ data: { runId: added + at } })),
  );
}
await sql`analyze`;
await sql`checkpoint`;
process.send?.(await drain());
await boss.stop({ graceful: false });
await sql.end();

/** From the first job's start to the moment when the last one's end is committed. */
async function drain(): Promise<number> {
  let firstMs = Infinity;
  const loop = async () => {
    for (;;) {
      const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
      if (jobs.length === 0) return;
      firstMs = Math.min(firstMs, performance.now());
      for (const job of jobs) await nothing(job.id);
      await boss.complete(
        QUEUE,
        jobs.map(({ id }) => id),
      );
    }
  };
  await Promise.all(Array.from({ length: LOOPS }, loop));
  return performance.now() - firstMs;
}

function nothing(_id: string): Promise<void> {
  return Promise.resolve();
}
