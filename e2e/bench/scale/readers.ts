import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Answer, Ask } from "./reader.ts";

/** A process that reads pages from one database. */
export class Reader {
  readonly #child: ChildProcess;

  static async start(env: Record<string, string>): Promise<Reader> {
    const child = fork(join(import.meta.dirname, "reader.ts"), {
      env: { ...process.env, ...env },
    });
    const [message] = (await once(child, "message")) as [unknown];
    if (message !== "ready") throw new Error("The reader did not become ready.");
    return new Reader(child);
  }

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Milliseconds of each of `count` readings. Throws what the reading threw. */
  async read(ask: Ask): Promise<number[]> {
    const answered = once(this.#child, "message") as Promise<[Answer]>;
    this.#child.send(ask);
    const [answer] = await answered;
    if ("error" in answer) throw new Error(answer.error);
    return answer.ms;
  }

  async end(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.disconnect();
    await gone;
  }
}
