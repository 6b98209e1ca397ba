import { join } from "node:path";
import postgres from "postgres";
import { awaitReady } from "#lib/launch/health.js";
import { startProgram, type Program } from "#lib/launch/program.js";
import { rowOf, type Measured } from "./result.ts";

type Asked = { part: string; sizes: Record<string, number> };

const JOB_TYPES_FOLDER = join(import.meta.dirname, "types");
const GRACE_MS = 20_000;
const READY_MS = 60_000;

/**
 * What a part measures with: a migrated database (process.env names it for verbs called here, as the web's role), and the
 * product's own processes.
 */
export class Bench {
  readonly part: string;
  /** The owner's. */
  readonly sql: postgres.Sql;
  readonly #sizes: Record<string, number>;
  readonly #programs = new Set<Program>();
  #workers = 0;

  static fromEnvironment(): Bench {
    return new Bench(JSON.parse(process.env["BENCH"] ?? "null") as Asked);
  }

  constructor({ part, sizes }: Asked) {
    this.part = part;
    this.#sizes = sizes;
    this.sql = postgres(this.databaseUrl, { max: 4, onnotice: () => undefined });
  }

  /** The owner's connection string. */
  get databaseUrl(): string {
    return process.env["DATABASE_URL"] as string;
  }

  /** Where the web process answers. */
  get webUrl(): string {
    return process.env["E2E_URL"] as string;
  }

  /** Of one of the part's sizes, or `repeat`. */
  size(name: string): number {
    const size = this.#sizes[name];
    if (size === undefined) throw new Error(`The part ${this.part} has no size ${name}.`);
    return size;
  }

  /** Calls a round as often as the bench repeats its figures. */
  async rounds(round: (number: number) => Promise<void>): Promise<void> {
    for (let number = 1; number <= this.size("repeat"); number += 1) await round(number);
  }

  /** Puts a figure into the table. */
  tell(measured: Omit<Measured, "part">): void {
    const row = rowOf({ part: this.part, ...measured });
    process.send?.(row);
    this.say(
      `${row.name}: ${row.rounds.ours.map((value) => value.toPrecision(4)).join(", ")} ${row.unit}`,
    );
  }

  say(line: string): void {
    console.log(`  ${this.part}: ${line}`);
  }

  /** `npm run worker` with the bench's own job types, once it is among the living. */
  async startWorker(env: Record<string, string> = {}): Promise<Program> {
    const name = `bench ${(this.#workers += 1)}`;
    const worker = this.#start("worker", { WORKER_NAME: name, ...env });
    await this.until("a worker", async () => {
      const alive = await this.sql`select 1 from workers where name = ${name} and state = 'alive'`;
      return alive.length > 0;
    });
    return worker;
  }

  /** `npm run web`, once it says that it is ready; that takes a worker. */
  async startWeb(env: Record<string, string> = {}): Promise<Program> {
    const web = this.#start("web", env);
    let lives = true;
    void web.ended.then(() => (lives = false));
    const { ready, last } = await awaitReady(this.webUrl, () => lives, READY_MS);
    if (!ready) throw new Error(`The web process is not ready: ${last}\n${web.lastLines()}`);
    return web;
  }

  /** The same at another address, as soon as it answers: without a worker it is never ready. */
  async startWebAlone(url: string, env: Record<string, string>): Promise<void> {
    this.#start("web", { PORT: new URL(url).port, PUBLIC_URL: url, ...env });
    const answers = async () => (await fetch(`${url}/api/health/live`).catch(() => null))?.ok;
    await this.until("the web process", async () => (await answers()) === true);
  }

  async stop(program: Program): Promise<void> {
    await program.stop(GRACE_MS);
    this.#programs.delete(program);
  }

  /** Asks again and again. Throws after `seconds`. */
  async until(
    what: string,
    ask: () => Promise<boolean>,
    seconds = 120,
    everyMs = 20,
  ): Promise<void> {
    for (const endMs = performance.now() + seconds * 1000; performance.now() < endMs;) {
      if (await ask()) return;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    throw new Error(`Waited ${seconds} s for ${what}.`);
  }

  async count(table: string): Promise<number> {
    const [row] = await this.sql<
      { count: number }[]
    >`select count(*)::int as count from ${this.sql(table)}`;
    return row?.count ?? 0;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#programs].map((program) => this.stop(program)));
  }

  async close(): Promise<void> {
    await this.stopAll();
    await this.sql.end({ timeout: 1 });
  }

  #start(command: "web" | "worker", env: Record<string, string>): Program {
    const program = startProgram({
      args: ["lib/launch/command.js", command],
      env: { ...process.env, JOB_TYPES_FOLDER, ...env },
      logFile: join(process.env["NIGHTSHIFT_DATA"] as string, "logs", `${command}.log`),
    });
    this.#programs.add(program);
    return program;
  }
}
