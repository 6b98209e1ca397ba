import type postgres from "postgres";
import { catalogue } from "#jobs/catalogue.ts";
import { newId } from "#lib/platform/ids.ts";
import { makeRun, type RunValues } from "../support/run-rows.ts";
import { makeRunning } from "../support/runs.ts";

/** Shipped jobs that do little in a domain without products. */
export const JOBS = [
  "completeness-calculation",
  "location-consistency-check",
  "morning-digest",
  "nightly-product-export",
  "stock-level-check",
] as const;
export type Job = (typeof JOBS)[number];

/**
 * A domain of its own with the shipped jobs, started by hand only, so that neither the scheduler nor another test touches them.
 * Only those who see all domains see it.
 */
export class JobsDomain {
  readonly sql: postgres.Sql;
  readonly id: string;
  readonly name: string;

  /** All at once: a worker gives a domain the jobs that it lacks, which would then be planned. Those of no use here are retired. */
  static async make(sql: postgres.Sql, purpose: string): Promise<JobsDomain> {
    const name = `${purpose}-${process.pid}-${Date.now().toString(36)}.example`;
    const id = newId();
    await sql.begin(async (tx) => {
      await tx`insert into domains (id, name, time_zone) values (${id}, ${name}, 'Europe/Paris')`;
      for (const type of catalogue.filter((each) => each.planning && each.scope === "domain")) {
        const retiredAt = (JOBS as readonly string[]).includes(type.name) ? null : new Date();
        await tx`insert into schedules (id, job_type, domain_id, planning, time_zone, overlap, missed, created_at, retired_at)
          values (${newId()}, ${type.name}, ${id}, 'disabled', 'Europe/Paris', 'skip', 'skip', now(), ${retiredAt})`;
      }
    });
    return new JobsDomain(sql, id, name);
  }

  constructor(sql: postgres.Sql, id: string, name: string) {
    this.sql = sql;
    this.id = id;
    this.name = name;
  }

  get path() {
    return `/scheduled-jobs?domain=${this.name}`;
  }

  async schedule(job: Job): Promise<Record<string, unknown> & { id: string }> {
    const [row] = await this
      .sql`select * from schedules where job_type = ${job} and domain_id = ${this.id}`;
    return row as never;
  }

  /** The address of a tab of a job's window. */
  async window(job: Job, tab: "" | "/scheduling" | "/executions" = ""): Promise<string> {
    return `/scheduled-jobs/${(await this.schedule(job)).id}${tab}`;
  }

  /** A run that has ended; `values` are columns by their names in the database. */
  async ended(job: Job, values: RunValues = {}): Promise<number> {
    const at = Date.now();
    return await makeRun(this.sql, {
      ...(await this.#of(job)),
      status: "completed",
      trigger: "schedule",
      started_at: new Date(at - 90_000),
      ended_at: new Date(at - 60_000),
      attempt: 1,
      claim: 1,
      ...values,
    });
  }

  /** A run that looks as if it were going on, elsewhere. */
  async running(job: Job, values: RunValues = {}): Promise<number> {
    return await makeRunning(this.sql, { ...(await this.#of(job)), ...values });
  }

  async #of(job: Job) {
    const { id } = await this.schedule(job);
    return { job_type: job, title: job, domain_id: this.id, schedule_id: id };
  }

  async set(job: Job, values: Record<string, unknown>): Promise<void> {
    await this
      .sql`update schedules set ${this.sql(values)} where job_type = ${job} and domain_id = ${this.id}`;
  }

  runs(job: Job): Promise<Array<Record<string, unknown>>> {
    return this
      .sql`select * from runs where job_type = ${job} and domain_id = ${this.id} order by id`;
  }

  /** Takes its jobs out of everybody's list. */
  async leave(): Promise<void> {
    await this
      .sql`update schedules set retired_at = now(), next_run_at = null where domain_id = ${this.id}`;
  }
}
