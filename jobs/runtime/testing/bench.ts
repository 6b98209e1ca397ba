import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { systemViewer, type Viewer } from "#lib/access/viewer.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { startRun } from "#lib/runs/start.ts";
import { catalogue } from "./types/catalogue.ts";

export type RunFacts = Record<string, unknown> & {
  status: string;
  attempt: number;
  claim: number;
  message: string | null;
};

/** Short times, so that what takes seconds in earnest takes fractions here. */
const QUICK = {
  WORKER_LOST_SECONDS: "3",
  WORKER_QUIET_SECONDS: "1",
  STOP_GRACE_SECONDS: "1",
  WORKER_SLOTS: "2",
  LOG_LEVEL: "warn",
};

const ENDED = ["completed", "completed-with-warnings", "failed", "stopped", "cancelled", "settled"];

/** A database of its own, this process as the web, and workers as processes that can be killed. */
export class Bench {
  readonly sql: postgres.Sql;
  readonly viewer: Viewer = systemViewer("bench");
  readonly #database: TestDatabase;
  readonly #workers = new Set<ChildProcess>();
  domainId = "";

  static async open<Kind extends typeof Bench>(
    this: Kind,
    purpose: string,
    role: "web" | "worker" = "web",
  ): Promise<InstanceType<Kind>> {
    const database = await createTestDatabase(purpose);
    Object.assign(process.env, {
      DATABASE_URL: database.ownerUrl,
      DATABASE_URL_WEB: database.webUrl,
    });
    process.env["DATABASE_URL_WORKER"] = database.workerUrl;
    process.env["DATABASE_URL_BACKUP"] = database.backupUrl;
    useDatabaseRole(role, 5);
    registerJobTypes(catalogue);
    const bench = new this(database) as InstanceType<Kind>;
    bench.domainId = await makeDomain(bench.sql, "bench.example");
    return bench;
  }

  constructor(database: TestDatabase) {
    this.#database = database;
    this.sql = postgres(database.ownerUrl, { max: 3, onnotice: () => undefined });
  }

  /** For what a failed test left behind. */
  killWorkers(): void {
    for (const worker of this.#workers) worker.kill("SIGKILL");
  }

  async close(): Promise<void> {
    this.killWorkers();
    await closeDatabase();
    await this.sql.end();
    await this.#database.drop();
  }

  /** Starts a worker and waits until it is among the living. */
  async worker(env: Record<string, string> = {}, entry = "worker.ts"): Promise<ChildProcess> {
    const worker = fork(join(import.meta.dirname, entry), {
      env: { ...process.env, ...QUICK, ...env },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#workers.add(worker);
    worker.once("exit", () => this.#workers.delete(worker));
    await this.until("a worker", async () => {
      const [row] = await this
        .sql`select 1 from workers where pid = ${worker.pid as number} and state = 'alive'`;
      return row;
    });
    return worker;
  }

  /** Sends a signal and answers how long its end took, in ms. */
  async end(worker: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<number> {
    const beganMs = performance.now();
    const gone = once(worker, "exit");
    worker.kill(signal);
    await gone;
    return performance.now() - beganMs;
  }

  async start(
    jobType: string,
    parameters: unknown,
    more: Record<string, unknown> = {},
  ): Promise<number> {
    const input = { domainId: this.domainId, title: jobType, parameters, ...more };
    return (await startRun(this.viewer, jobType, input)).runId;
  }

  async run(id: number): Promise<RunFacts> {
    const [row] = await this.sql<RunFacts[]>`select * from runs where id = ${id}`;
    return row as RunFacts;
  }

  /** Waits for one of the statuses; another end of the run ends the waiting. */
  reaches(id: number, statuses: string | string[], seconds = 20): Promise<RunFacts> {
    const wanted = [statuses].flat();
    const explain = async () => {
      const attempts = await this.sql`select * from attempts where run_id = ${id} order by claim`;
      return JSON.stringify({ ...(await this.run(id)), attempts }, null, 1);
    };
    const ask = async () => {
      const run = await this.run(id);
      if (wanted.includes(run.status)) return run;
      if (ENDED.includes(run.status)) throw new Error(`It is ${run.status}. ${await explain()}`);
      return undefined;
    };
    return this.until(`run ${id} to be ${wanted.join(" or ")}`, ask, seconds, explain);
  }

  async until<T>(
    what: string,
    ask: () => Promise<T | undefined | false>,
    seconds = 20,
    explain?: () => Promise<string>,
  ): Promise<T> {
    for (const endMs = performance.now() + seconds * 1000; performance.now() < endMs;) {
      const answer = await ask();
      if (answer) return answer;
      await sleep(20);
    }
    throw new Error(`Waited ${seconds} s for ${what}. ${(await explain?.()) ?? ""}`);
  }
}
