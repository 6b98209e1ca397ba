import { fork, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { youngSpace } from "#lib/launch/worker-program.js";
import type { ToChild, ToParent } from "../messages.ts";

export type ChildInput = { folders: string[]; memoryMb: number; workerId: string };

/** How a child ended that did not say so itself. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null; ranOutOfMemory: boolean };

const STDERR_TAIL = 8_000;
const PAGE_BYTES = 4096;

/** One process of the pool, in a process group of its own, so that what its handler starts ends with it. */
export class Child {
  readonly #process: ChildProcess;
  #stderr = "";
  #exceeded = false;
  isReady = false;
  /** Its resident memory in bytes when it was weighed last. */
  lastBytes = 0;
  onMessage: (message: ToParent) => void = () => undefined;
  onExit: (exit: Exit) => void = () => undefined;

  constructor({ folders, memoryMb, workerId }: ChildInput) {
    this.#process = fork(
      join(import.meta.dirname, "../child/main.ts"),
      [`${process.pid}`, workerId, ...folders],
      {
        // Buffers live outside this limit; for those the parent watches the whole process.
        execArgv: [`--max-old-space-size=${Math.max(48, memoryMb - 96)}`, youngSpace],
        detached: true,
        serialization: "advanced",
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      },
    );
    this.#process.on("message", (message) => this.onMessage(message as ToParent));
    this.#process.on("error", () => undefined);
    this.#process.stderr?.on(
      "data",
      (chunk: Buffer) => (this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_TAIL)),
    );
    this.#process.once("exit", (code, signal) =>
      this.onExit({ code, signal, ranOutOfMemory: this.#ranOutOfMemory }),
    );
  }

  send(message: ToChild): void {
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  get isDead(): boolean {
    const { pid, exitCode, signalCode } = this.#process;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** Signals the whole group. */
  kill(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (this.isDead || pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      this.#process.kill(signal);
    }
  }

  /** Ends it because it holds more memory than a handler may. */
  exceed(): void {
    this.#exceeded = true;
    this.kill("SIGKILL");
  }

  /** Resident memory in bytes; 0 where the system does not tell. */
  async memoryBytes(): Promise<number> {
    const text = await readFile(`/proc/${this.#process.pid}/statm`, "utf8").catch(() => "");
    return (this.lastBytes = Number(text.split(" ")[1] ?? 0) * PAGE_BYTES);
  }

  /** The end of what it wrote to its error output. */
  get lastWords(): string {
    return this.#stderr;
  }

  /** V8 aborts with the same signal as `process.abort()`; only its words tell the two apart. */
  get #ranOutOfMemory(): boolean {
    return (
      this.#exceeded ||
      /heap limit|heap out of memory|Array buffer allocation failed/i.test(this.#stderr)
    );
  }
}
