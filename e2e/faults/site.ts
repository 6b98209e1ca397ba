import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "#jobs/catalogue.ts";
import { Bench } from "#jobs/runtime/testing/bench.ts";
import { catalogue as trialTypes } from "#jobs/runtime/testing/types/catalogue.ts";
import { write } from "#lib/access/transact.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { firstFreePort } from "#lib/launch/ports.js";
import { createUser } from "#lib/people/create-user.ts";
import { hashPassword } from "#lib/people/hash-password.ts";
import type { OwnServer } from "./own-server.ts";
import { Person } from "./person.ts";
import { parentOf } from "./processes.ts";
import { Program, type Environment } from "./program.ts";

export type Worker = Program & {
  /** The process that claims, beats and listens: the one to kill. */
  workerPid: number;
  id: string;
};
export type Web = Program & { url: string; /** The process that answers. */ webPid: number };

const PASSWORD = "only for the tests of faults";
const SECRET = "only-for-the-tests-of-faults-0123456789";

/**
 * An installation under attack: a database, web and workers as `npm run web` and `npm run worker` start them, with public settings at
 * their defaults. This process speaks to the database as the web does (`start`, `viewer`) and as the owner (`sql`).
 */
export class Site extends Bench {
  readonly #folder = mkdtempSync(join(tmpdir(), "nightshift-fault-"));
  readonly #programs: Program[] = [];
  /** Set for a fault that asked for one. */
  ownServer: OwnServer | undefined;
  #passwordHash: Promise<string> | undefined;
  readonly #random = seeded(Number(process.env["FAULT_SEED"] ?? 1));

  constructor(...database: ConstructorParameters<typeof Bench>) {
    super(...database);
    // This process is the web: it knows what the programs know, and keeps files where they do.
    process.env["NIGHTSHIFT_DATA"] = this.#folder;
    registerJobTypes([...catalogue, ...trialTypes]);
  }

  /** From 0 to below 1; the same again for the same seed. */
  random(): number {
    return this.#random();
  }

  /** Of the programs; the store of files is in it. */
  get dataFolder(): string {
    return this.#folder;
  }

  /** What the programs are given; `DATABASE_URL` of the owner is not among it. */
  environment(more: Environment = {}): Environment {
    const { DATABASE_URL: _owner, ...env } = process.env;
    return {
      ...env,
      NIGHTSHIFT_DATA: this.#folder,
      NEXTAUTH_SECRET: SECRET,
      JOB_TYPES_FOLDER: "jobs/runtime/testing/types",
      LOG_LEVEL: "info",
      ...more,
    };
  }

  /** Starts `npm run worker` and waits until it is among the living. */
  async startWorker(env: Environment = {}): Promise<Worker> {
    const program = this.#keep(new Program("worker", this.environment(env)));
    const row = await this.until(
      "a worker",
      async () => {
        if (!program.isAlive) throw new Error(`The worker ended: ${program.output}`);
        const rows = await this.sql`select id, pid from workers where state = 'alive'`;
        return rows.find((found) => parentOf(found["pid"] as number) === program.pid);
      },
      60,
    );
    return Object.assign(program, { workerPid: row["pid"] as number, id: row["id"] as string });
  }

  /** Starts `npm run web` on a free port and waits until it answers. */
  async startWeb(env: Environment = {}): Promise<Web> {
    const port = await firstFreePort(4_200 + Math.floor(Math.random() * 2_000));
    const url = `http://localhost:${port}`;
    const own = { PORT: String(port), PUBLIC_URL: url, ...env };
    const program = this.#keep(new Program("web", this.environment(own)));
    await this.until(
      "the web process",
      async () => {
        if (!program.isAlive) throw new Error(`The web process ended: ${program.output}`);
        return (await fetch(`${url}/api/health/live`).catch(() => undefined))?.ok;
      },
      60,
    );
    return Object.assign(program, { url, webPid: lastChildOf(program.pid) });
  }

  /** Makes an account and answers its id; `role` is a built-in one, in all domains or in those named. */
  async account(
    role: string,
    domains: "all" | string[] = ["bench.example"],
    email = `${role}-${Math.random().toString(36).slice(2)}@people.example`,
  ): Promise<{ userId: string; email: string }> {
    const passwordHash = await (this.#passwordHash ??= hashPassword(PASSWORD));
    const input = { email, name: role, role, domains, timeZone: "UTC", passwordHash };
    return { userId: await write(this.viewer, (tx) => createUser(tx, this.viewer, input)), email };
  }

  /** The same, signed in at a web process. */
  async person(web: Web, role: string, domains?: "all" | string[]): Promise<Person> {
    return await this.signIn(web.url, (await this.account(role, domains)).email);
  }

  /** Signs an account in. */
  signIn(url: string, email: string): Promise<Person> {
    return Person.signIn(url, email, PASSWORD);
  }

  /** Ends everything, and takes the database away. */
  override async close(): Promise<void> {
    for (const program of this.#programs) if (program.isAlive) await program.end("SIGKILL");
    await super.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** How many products a run has made: its effects, where it is one of the test's job types. */
  async products(runId: number): Promise<number> {
    const [row] = await this.sql`
      select count(*)::int as n from products where created_by_run = ${runId}`;
    return row?.["n"] as number;
  }

  /** Everything that the database holds of a run; two answers that are equal mean that nothing was written between them. */
  async traces(runId: number): Promise<unknown> {
    const [row] = await this.sql`
      select (select to_jsonb(r) from runs r where id = ${runId}) as run,
        (select jsonb_agg(to_jsonb(a) order by claim) from attempts a where run_id = ${runId}) as attempts,
        (select jsonb_agg(to_jsonb(s) order by position) from steps s where run_id = ${runId}) as steps,
        (select count(*) from log_lines where run_id = ${runId}) as lines,
        (select count(*) from issues where run_id = ${runId}) as issues,
        (select count(*) from products where created_by_run = ${runId} or updated_by_run = ${runId}) as products`;
    return row;
  }

  /** What the programs said last, for whoever looks for the fault. */
  get lastWords(): string {
    return this.#programs.map((program) => program.output.slice(-4_000)).join("\n---\n");
  }

  #keep(program: Program): Program {
    this.#programs.push(program);
    return program;
  }
}

/** The program that a launcher started, however many launchers are between them. */
function lastChildOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return child ? lastChildOf(Number(child)) : pid;
}

/** mulberry32, so that a round can be done again with its seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
