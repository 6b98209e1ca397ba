import postgres from "postgres";
import { newId } from "#lib/platform/ids.ts";

/**
 * Rows written past the verbs, as the database's owner, for states that take a worker, a crash or a month to come about.
 * Needs DATABASE_URL.
 */
export const ownerSql = (): postgres.Sql =>
  postgres(process.env["DATABASE_URL"] as string, { max: 2, onnotice: () => undefined });

export type RunValues = Record<string, unknown> & { status?: string };

/** Writes a domain and answers its id. */
export async function makeDomain(sql: postgres.Sql, name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into domains (id, name, time_zone) values (${newId()}, ${name}, 'Europe/Paris')
    on conflict (name) do update set name = excluded.name returning id`;
  return row?.id as string;
}

/** Writes a user without a password and answers his id. */
export async function makeUser(sql: postgres.Sql, name: string): Promise<string> {
  const id = newId();
  await sql`insert into users (id, email, name) values (${id}, ${`${id}@people.example`}, ${name})`;
  return id;
}

/** Writes a run and answers its number. `values` are columns by their names in the database. */
export async function makeRun(sql: postgres.Sql, values: RunValues): Promise<number> {
  const row = {
    created_at: new Date(),
    updated_at: new Date(),
    updated_by: "worker one",
    job_type: "product-import",
    title: "products.csv",
    status: "queued",
    trigger: "person",
    parameters: sql.json({}),
    input_hash: newId(),
    ...values,
  };
  const [made] = await sql<{ id: string }[]>`insert into runs ${sql(row)} returning id`;
  return Number(made?.id);
}

/** Writes the steps of a run; `position` counts from 1. */
export async function makeSteps(
  sql: postgres.Sql,
  runId: number,
  rows: Array<Record<string, unknown>>,
): Promise<void> {
  const values = rows.map((row, at) => ({
    run_id: runId,
    position: at + 1,
    name: `step-${at + 1}`,
    title: `Step ${at + 1}`,
    ...row,
  }));
  for (const row of values) {
    await sql`insert into steps ${sql(row)}`;
  }
  // Row security hides what has no domain.
  await sql`update steps set domain_id = (select domain_id from runs where id = ${runId}) where run_id = ${runId}`;
}

/** Writes log lines `from`… with consecutive numbers and raises the run's highest one. */
export async function makeLogLines(
  sql: postgres.Sql,
  runId: number,
  lines: Array<{ level?: string; step?: string | null; message: string; at?: Date }>,
  from = 1,
): Promise<void> {
  const [run] = await sql`select created_at, domain_id from runs where id = ${runId}`;
  const rows = lines.map((line, at) => ({
    run_created_at: run?.["created_at"],
    run_id: runId,
    domain_id: run?.["domain_id"],
    seq: from + at,
    at: line.at ?? new Date(),
    level: line.level ?? "info",
    step: line.step ?? null,
    message: line.message,
  }));
  for (let at = 0; at < rows.length; at += 5000)
    await sql`insert into log_lines ${sql(rows.slice(at, at + 5000))}`;
  await sql`update runs set log_seq = greatest(log_seq, ${from + lines.length - 1}) where id = ${runId}`;
}
