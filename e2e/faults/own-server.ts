import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { startPostgres } from "#lib/launch/postgres/start.js";
import { readNote } from "#lib/launch/postgres/place.js";
import { findRunning } from "#lib/launch/postgres/running.js";

const run = promisify(execFile);
const PASSWORD = "only-for-tests-of-faults";

type Server = Awaited<ReturnType<typeof startPostgres>>;

/** A PostgreSQL for one round alone, the product's embedded one with its defaults, which can be torn down and brought up again. */
export class OwnServer {
  readonly #folder: string;
  readonly #server: Server;

  /** Starts one and makes it the server of this process' test databases. */
  static async start(): Promise<OwnServer> {
    const folder = mkdtempSync(join(tmpdir(), "nightshift-fault-server-"));
    // PostgreSQL does not run as root, and its user must get in.
    chmodSync(folder, 0o711);
    const firstPort = 56_000 + Math.floor(Math.random() * 2_000);
    const server = await startPostgres({ dataFolder: folder, password: PASSWORD, firstPort });
    process.env["TEST_DATABASE_URL"] = server.url;
    return new OwnServer(folder, server);
  }

  constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
  }

  /** As a crash does: no connection is told, nothing is written down; the next start replays the log. */
  async stopImmediate(): Promise<void> {
    const base = readNote(join(this.#folder, "postgres.json")).base ?? this.#folder;
    const running = findRunning(join(base, "postgres"));
    if (!running) throw new Error("The server is not running.");
    process.kill(running.pid, "SIGQUIT");
    while (this.#server.isRunning()) await sleep(20);
  }

  /** Answers when it takes connections again. In a process of its own, for starting blocks the one that does it. */
  async startAgain(): Promise<void> {
    const wish = JSON.stringify({ dataFolder: this.#folder, password: PASSWORD, firstPort: 0 });
    const script = `import { promisify } from "node:util";
import { startPostgres } from "#lib/launch/postgres/start.js"; await startPostgres(${wish});`;
    const cwd = join(import.meta.dirname, "../..");
    await run(process.execPath, ["--input-type=module", "-e", script], { cwd });
  }

  end(): void {
    this.#server.stop();
    const { base } = readNote(join(this.#folder, "postgres.json"));
    for (const folder of [base, this.#folder])
      if (folder) rmSync(folder, { recursive: true, force: true });
  }
}
