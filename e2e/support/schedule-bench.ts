import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import postgres from "postgres";
import { ALL_PERMISSIONS, type Permission } from "#lib/access/permissions.ts";
import type { Grant, Viewer } from "#lib/access/viewer.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Recurrence } from "#lib/schedules/plan-input.ts";
import { planFrom } from "#lib/schedules/rule.ts";
import type { Ticked } from "#lib/schedules/tick.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { plannedTypes } from "./planned-types.ts";
import { makeDomain, makeUser } from "./run-rows.ts";

export type ScheduleValues = {
  jobType?: string;
  domainId?: string | null;
  recurrence?: Recurrence;
  timeZone?: string;
  overlap?: "skip" | "queue-one" | "allow";
  missed?: "skip" | "run-once";
  pauseAfterFailures?: number;
};

export type DueRow = {
  due_at: Date;
  outcome: string;
  late_seconds: number;
  run_id: string | null;
  policy: string | null;
  through_at: Date | null;
};

/** A database with a clock that can be moved, this process as the web or a worker, and schedulers as processes. */
export class ScheduleBench {
  readonly sql: postgres.Sql;
  readonly #database: TestDatabase;
  readonly #tickers = new Set<ChildProcess>();
  domainId = "";
  userId = "";

  static async open(purpose: string, role: "web" | "worker" = "web"): Promise<ScheduleBench> {
    const database = await createTestDatabase(purpose);
    Object.assign(process.env, {
      DATABASE_URL: database.ownerUrl,
      DATABASE_URL_WEB: database.webUrl,
      DATABASE_URL_WORKER: database.workerUrl,
      LOG_LEVEL: "error",
    });
    useDatabaseRole(role, 5);
    registerJobTypes(plannedTypes);
    const bench = new ScheduleBench(database);
    bench.domainId = await makeDomain(bench.sql, "alpine.example");
    bench.userId = await makeUser(bench.sql, "Trial person");
    return bench;
  }

  constructor(database: TestDatabase) {
    this.#database = database;
    this.sql = postgres(database.ownerUrl, { max: 3, onnotice: () => undefined });
  }

  async close(): Promise<void> {
    for (const ticker of this.#tickers) ticker.kill("SIGKILL");
    await closeDatabase();
    await this.sql.end();
    await this.#database.drop();
  }

  /** Moves the database's clock; it goes on from there. */
  async setClock(at: string): Promise<void> {
    await this.sql`update app_clock set clock_offset = ${at}::timestamptz - clock_timestamp()`;
  }

  async clock(): Promise<Date> {
    const [row] = await this.sql<{ now: Date }[]>`select app_now() as now`;
    return row?.now as Date;
  }

  /** Writes a person's schedule as it stands after its plan was saved now, by the database's clock. */
  async schedule(values: ScheduleValues = {}): Promise<string> {
    const { jobType = "nightly-0", domainId = this.domainId, recurrence = null } = values;
    const { timeZone = "Europe/Paris", overlap = "skip", missed = "skip" } = values;
    const planning = recurrence ? "scheduled" : "automatic";
    const plan = planFrom({ jobType, planning, recurrence, timeZone }, await this.clock());
    const row = {
      id: newId(),
      job_type: jobType,
      domain_id: domainId,
      planning,
      recurrence: recurrence as never,
      time_zone: timeZone,
      next_run_at: plan.nextRunAt,
      planned_from: plan.plannedFrom,
      overlap,
      missed,
      pause_after_failures: values.pauseAfterFailures ?? null,
      created_at: await this.clock(),
    };
    await this
      .sql`delete from schedules where job_type = ${jobType} and domain_id is not distinct from ${domainId}`;
    await this.sql`insert into schedules ${this.sql(row)}`;
    return row.id;
  }

  async row(id: string): Promise<Record<string, unknown> & { next_run_at: Date | null }> {
    const [row] = await this.sql`select * from schedules where id = ${id}`;
    return row as never;
  }

  /** What became of its due times, oldest first. */
  due(id: string): Promise<DueRow[]> {
    return this.sql<DueRow[]>`select * from due_times where schedule_id = ${id} order by due_at`;
  }

  runs(id: string): Promise<Array<{ id: string; status: string; due_at: Date | null }>> {
    return this.sql`select id, status, due_at from runs where schedule_id = ${id} order by id`;
  }

  /** Lets every run that is under way end, past the worker. */
  async endRuns(status = "completed"): Promise<void> {
    await this.sql`update runs set status = ${status}, started_at = app_now(), ended_at = app_now()
      where status in ('queued', 'running')`;
  }

  /** Starts a scheduler; `shiftMs` turns its host's clock. */
  async ticker(shiftMs = 0): Promise<Ticker> {
    const child = fork(join(import.meta.dirname, "ticker.ts"), {
      env: { ...process.env, HOST_CLOCK_SHIFT_MS: String(shiftMs) },
    });
    this.#tickers.add(child);
    child.once("exit", () => this.#tickers.delete(child));
    await once(child, "message");
    return new Ticker(child);
  }

  /** A person with the permissions in the bench's domain, or in others. */
  person(
    permissions: readonly Permission[] = ALL_PERMISSIONS,
    domains: Grant["domains"] = [this.domainId],
  ): Viewer {
    const names = { id: this.domainId, name: "alpine.example", timeZone: "Europe/Paris" };
    return {
      kind: "person",
      userId: this.userId,
      sessionId: null,
      name: "Trial person",
      email: "trial@people.example",
      timeZone: "Europe/Paris",
      address: null,
      grants: [{ role: "trial", permissions: new Set(permissions), domains }],
      domains: domains === "all" || domains.includes(this.domainId) ? [names] : [],
    };
  }
}

/** A scheduler's process. */
export class Ticker {
  readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  async tick(): Promise<Ticked> {
    this.child.send("tick");
    const [ticked] = (await once(this.child, "message")) as [Ticked];
    return ticked;
  }

  async kill(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await gone;
  }
}
