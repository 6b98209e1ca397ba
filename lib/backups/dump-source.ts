import { spawn } from "node:child_process";
import { once } from "node:events";
import { JobError } from "../job-types/define.ts";
import { backupUrl } from "../platform/backup-database.ts";
import { libpqEnvironment } from "./libpq-environment.ts";

const WORDS_MAX = 4_000;

/**
 * What pg_dump writes in its own format, from one snapshot. pg-boss' tables are left out: messages are made again from the runs.
 * Throws `JobError` with pg_dump's last words when it does not end well.
 */
export async function* dumpSource(program: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const args = [
    "--format=custom",
    "--enable-row-security",
    "--exclude-schema=pgboss",
    "--lock-wait-timeout=60s",
    "--no-password",
  ];
  const child = spawn(program, args, {
    env: libpqEnvironment(backupUrl()) as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let words = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (words = (words + text).slice(-WORDS_MAX)));
  const ended = once(child, "close") as Promise<[number | null]>;
  // Thrown below, or by the stream, whichever is read first.
  ended.catch(() => undefined);
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const [code] = await ended;
    if (code !== 0)
      throw new JobError(
        "dump-failed",
        `pg_dump ended with the code ${code}: ${firstLine(words)}`,
        words,
      );
  } finally {
    child.kill("SIGKILL");
  }
}

const firstLine = (words: string) => words.trim().split("\n")[0] || "it said nothing";
