import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss as PgBossBefore } from "pg-boss-before";
import { QUEUE, QUEUE_OPTIONS } from "#lib/platform/queue.ts";
import { defineFault } from "./fault.ts";
import { plantFailed, retryAt } from "./planted.ts";
import { Program } from "./program.ts";
import type { Site } from "./site.ts";

const SENDS = 100;

export const fault = defineFault({
  id: "F25",
  title: `pg-boss is upgraded by npm run migrate while people start ${SENDS} runs`,
  maxSeconds: 300,
  round: async (site) => {
    const before = await goBack(site);
    const hook = join(import.meta.dirname, "queue-before.js");
    const web = await site.startWeb({ NODE_OPTIONS: `--import ${hook}` });
    const person = await site.person(web, "operator");
    const ids = await plantFailed(site, SENDS);
    const migrateAfter = Math.floor(site.random() * 30) + 5;
    let migrating: Promise<unknown> | undefined;
    const sends: Array<Promise<void>> = [];
    const refused: string[] = [];
    for (const [at, id] of ids.entries()) {
      if (at === migrateAfter) migrating = migrate(site);
      sends.push(
        retryAt(person, id).then(({ status, ok, message }) => {
          if (!ok) refused.push(`${status} ${message}`);
        }),
      );
      await sleep(10 + site.random() * 60);
    }
    await Promise.all(sends);
    await migrating;
    assert.deepEqual(refused, [], "somebody saw an error");
    const after = await schemaOf(site);
    assert.ok(after > before, `schema ${before} became ${after}`);
    await site.startWorker();
    for (const id of ids) await site.reaches(id, "completed", 60);
    const [row] = await site.sql`select count(*)::int as n from products`;
    assert.equal(row?.["n"], SENDS);
    return { "errors seen": 0, "schema before": before, "schema after": after };
  },
});

/** Puts the queue of the release before in the place of ours, as an installation has it before its upgrade. */
async function goBack(site: Site): Promise<number> {
  await site.sql.unsafe("drop schema pgboss cascade");
  const boss = new PgBossBefore({
    connectionString: process.env["DATABASE_URL"] as string,
    max: 1,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => undefined);
  await boss.start();
  await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  await boss.stop({ graceful: false });
  await site.sql.unsafe(`
    grant usage on schema pgboss to nightshift_web, nightshift_worker;
    grant select on pgboss.queue to nightshift_web;
    grant select (id, start_after) on pgboss.job, pgboss.job_common to nightshift_web;
    grant insert on pgboss.job, pgboss.job_common to nightshift_web;
    grant select, insert, update, delete on all tables in schema pgboss to nightshift_worker;
    grant execute on all functions in schema pgboss to nightshift_web, nightshift_worker`);
  return await schemaOf(site);
}

async function schemaOf(site: Site): Promise<number> {
  const [row] = await site.sql`select version from pgboss.version`;
  return Number(row?.["version"]);
}

async function migrate(site: Site): Promise<void> {
  const url = process.env["DATABASE_URL"] as string;
  const program = new Program("migrate", { ...site.environment(), DATABASE_URL: url });
  await program.ended();
  assert.equal(program.exitCode, 0, program.output);
}
