import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
/** Variables for a program, by name. */
export type Environment = Record<string, string | undefined>;

const KEPT_OUTPUT = 20_000;

/** One of the product's programs, started as its npm script starts it, with what it says kept. */
export class Program {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  #output = "";

  /** `command` is the name of the npm script: web, worker, migrate. */
  constructor(command: string, env: Environment) {
    this.#process = spawn(process.execPath, ["lib/launch/command.js", command], {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#gone = once(this.#process, "exit");
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on("data", (part: Buffer) => {
        this.#output = (this.#output + part.toString()).slice(-KEPT_OUTPUT);
      });
  }

  /** Of the launcher; the program itself is its child. */
  get pid(): number {
    return this.#process.pid as number;
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get exitCode(): number | null {
    return this.#process.exitCode;
  }

  /** The end of what it wrote. */
  get output(): string {
    return this.#output;
  }

  /** Resolves when it has ended. */
  async ended(): Promise<void> {
    await this.#gone;
  }

  /** Asks it to end, as a service manager does, and answers after how many ms it had. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number> {
    const beganMs = performance.now();
    this.#process.kill(signal);
    await this.#gone;
    return performance.now() - beganMs;
  }
}
