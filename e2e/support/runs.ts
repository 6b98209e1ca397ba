import postgres from "postgres";
import { newId } from "#lib/platform/ids.ts";
import { makeRun, type RunValues } from "./run-rows.ts";
import { people, type Person } from "./people.ts";
import { server } from "./server.ts";

/** The owner's connection to the database of the console under test; another process than the web's and the worker's. */
export const outside = (): postgres.Sql =>
  postgres(server.databaseUrl, { max: 2, onnotice: () => undefined });

/** Ids by the names that people see. */
export async function domainId(sql: postgres.Sql, name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from domains where name = ${name}`;
  return row?.id as string;
}

export async function userId(sql: postgres.Sql, person: Person): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from users where email = ${people[person]}`;
  return row?.id as string;
}

/** A host of its own per test process, for several run side by side. */
const ELSEWHERE = `elsewhere-${process.pid}`;

/** A job type that no worker knows: its queued runs stay queued. */
export const UNKNOWN_JOB = "only-in-tests";

/** Writes a run that looks as if a worker were executing it; that worker never falls silent, so nothing takes the run away. */
export async function makeRunning(sql: postgres.Sql, values: RunValues): Promise<number> {
  const worker = newId();
  await sql`insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
    values (${worker}, 'steady', ${ELSEWHERE}, 1, '0', 'alive', 1, '{}', now(), now() + interval '1 hour')`;
  const now = new Date();
  const running = {
    status: "running",
    worker_id: worker,
    attempt: 1,
    claim: 1,
    started_at: now,
    step_count: 3,
    step_position: 2,
  };
  return await makeRun(sql, { ...running, ...values });
}

/** Ends what `makeRunning` left running, so that no other test meets it, and the connection. */
export async function leave(sql: postgres.Sql): Promise<void> {
  await sql`update runs set status = 'stopped', ended_at = now() where status in ('running', 'stopping') and worker_id in
    (select id from workers where host = ${ELSEWHERE})`;
  await sql.end();
}

/** Changes a run as a worker does: the row, and its announcement at the commit. */
export async function changeRun(
  sql: postgres.Sql,
  runId: number,
  values: Record<string, unknown>,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update runs set ${tx({ ...values, updated_at: new Date() })} where id = ${runId}`;
    await tx`select pg_notify('nightshift_runs', ${String(runId)})`;
  });
}
