import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "#jobs/catalogue.ts";
import { Bench, type RunFacts } from "#jobs/runtime/testing/bench.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { stopRun } from "#lib/runs/stop.ts";

export type IssueRow = {
  code: string;
  severity: string;
  columnName: string | null;
  value: string | null;
  message: string;
};

/** What a finished run says of itself. */
export type Finished = {
  run: RunFacts & { id: number };
  issues: IssueRow[];
  /** By step. */
  tallies: Record<string, Record<string, number>>;
  /** `level message`, in order. */
  log: string[];
};

/** A database of its own and a worker with the product's job types: what runs here runs as it does in earnest. */
export class JobBench {
  readonly bench: Bench;
  readonly #dataFolder: string;

  static async open(purpose: string, env: Record<string, string> = {}): Promise<JobBench> {
    const dataFolder = mkdtempSync(join(tmpdir(), `nightshift-${purpose}-`));
    Object.assign(process.env, { NIGHTSHIFT_DATA: dataFolder, LOG_LEVEL: "warn" });
    const bench = await Bench.open(purpose);
    registerJobTypes(catalogue);
    const jobs = new JobBench(bench, dataFolder);
    await bench.worker(env, "../../worker.ts");
    return jobs;
  }

  constructor(bench: Bench, dataFolder: string) {
    this.bench = bench;
    this.#dataFolder = dataFolder;
  }

  get sql() {
    return this.bench.sql;
  }

  /** Keeps the worker from one of the things that it does every few seconds, by that thing's own lock. Answers how to let it again. */
  async holdBack(lock: "nightshift sweep" | "nightshift domains"): Promise<() => Promise<void>> {
    const connection = await this.sql.reserve();
    await connection`select pg_advisory_lock(hashtext(${lock}))`;
    return async () => {
      await connection`select pg_advisory_unlock(hashtext(${lock}))`;
      connection.release();
    };
  }

  get domainId() {
    return this.bench.domainId;
  }

  get dataFolder() {
    return this.#dataFolder;
  }

  async close(): Promise<void> {
    await this.bench.close();
    rmSync(this.#dataFolder, { recursive: true, force: true });
  }

  /** Starts a run and waits for its end. `domainId: null` for the installation's. */
  async run(
    jobType: string,
    parameters: unknown = {},
    more: Record<string, unknown> = {},
  ): Promise<Finished> {
    const id = await this.bench.start(jobType, parameters, more);
    return await this.finished(id);
  }

  async finished(id: number, seconds = 60): Promise<Finished> {
    const run = await this.#ended(id, seconds);
    const issues = await this.sql<IssueRow[]>`
      select code, severity, column_name as "columnName", value, message from issues
      where run_id = ${id} order by seq`;
    const steps = await this.sql<{ name: string; tallies: Record<string, number> }[]>`
      select name, tallies from steps where run_id = ${id} order by position`;
    const lines = await this.sql<{ line: string }[]>`
      select level || ' ' || message as line from log_lines where run_id = ${id} order by seq`;
    return {
      run: { ...run, id },
      issues: [...issues],
      tallies: Object.fromEntries(steps.map(({ name, tallies }) => [name, tallies])),
      log: lines.map(({ line }) => line.replaceAll("\u00a0", " ")),
    };
  }

  /** Also an attempt that failed and would be repeated is an end here. */
  #ended(id: number, seconds: number): Promise<RunFacts> {
    const ends = ["completed", "completed-with-warnings", "failed", "stopped"];
    const ask = async () => {
      const run = await this.bench.run(id);
      const isOver = ends.includes(run.status) || (run.status === "deferred" && run.attempt > 0);
      return isOver && run;
    };
    return this.bench.until(`run ${id} to end`, ask, seconds, async () =>
      JSON.stringify(await this.bench.run(id)),
    );
  }

  /** Starts a run, stops it once it is under way, and answers how long its end took from there, in ms. */
  async stopped(
    jobType: string,
    more: Record<string, unknown> = {},
    parameters: unknown = {},
  ): Promise<{ id: number; tookMs: number }> {
    const id = await this.bench.start(jobType, parameters, more);
    await this.bench.until("its first safe point", async () => {
      const [row] = await this.sql`select 1 from runs where id = ${id} and status = 'running'
        and exists (select 1 from steps where run_id = runs.id and progress_done > 0)`;
      return row;
    });
    const askedMs = performance.now();
    await stopRun(this.bench.viewer, { runId: id, reason: "" });
    await this.bench.reaches(id, "stopped");
    return { id, tookMs: performance.now() - askedMs };
  }
}

/** The values of the issues with a code, sorted: what a check has found. */
export const found = ({ issues }: Finished, code: string): string[] =>
  issues
    .filter((issue) => issue.code === code)
    .map((issue) => issue.value ?? "")
    .toSorted();
