import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanEnvironment } from "#lib/launch/test/environment.js";
import { firstFreePort } from "#lib/launch/ports.js";
import { server } from "../support/server.ts";

export type OwnWeb = {
  url: string;
  pid: number;
  /** What it has written so far. */
  output(): string;
  /** Null while it runs. */
  exitCode(): number | null;
  stop(): Promise<void>;
};

export type OwnWebInput = {
  /** The owner's address of its database; the web's role is put into it. */
  databaseUrl: string;
  /** Public settings on top of those that every one gets; undefined takes one away. */
  env?: Record<string, string | undefined>;
  /** Whether to wait until it answers. */
  isWell?: boolean;
};

/** The key of the cookies of each of them. */
export const OWN_SECRET = "a secret of thirty-two characters, only for attacks";

const ROOT = join(import.meta.dirname, "../..");
const START_SECONDS = 60;

/** Starts a web process of the build as `npm run web` does, with public settings only. */
export async function startOwnWeb({
  databaseUrl,
  env = {},
  isWell = true,
}: OwnWebInput): Promise<OwnWeb> {
  const dataFolder = mkdtempSync(join(tmpdir(), "nightshift-own-web-"));
  const port = await firstFreePort(
    Number(new URL(server.url).port) + 40 + 20 * Number(process.env["TEST_PARALLEL_INDEX"] ?? 0),
  );
  const child = spawn(process.execPath, ["lib/launch/command.js", "web"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...(cleanEnvironment(process.env) as NodeJS.ProcessEnv),
      DATABASE_URL_WEB: webUrl(databaseUrl),
      NEXTAUTH_SECRET: OWN_SECRET,
      NEXT_DIST_DIR: process.env["NEXT_DIST_DIR"],
      NIGHTSHIFT_DATA: dataFolder,
      PORT: String(port),
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => (output += text.toString()));
  const web: OwnWeb = {
    url: `http://localhost:${port}`,
    pid: child.pid as number,
    output: () => output,
    exitCode: () => child.exitCode,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  if (isWell) await answers(web);
  return web;
}

async function answers(web: OwnWeb): Promise<void> {
  for (const until = Date.now() + START_SECONDS * 1000; Date.now() < until; await sleep(100)) {
    if (web.exitCode() !== null) throw new Error(`The web process ended:\n${web.output()}`);
    const alive = await fetch(`${web.url}/api/health/live`).catch(() => undefined);
    if (alive?.ok) return;
  }
  await web.stop();
  throw new Error(`The web process did not answer within ${START_SECONDS} s:\n${web.output()}`);
}

/** The web role's address of a database, with the password that it has on this server. */
export function webUrl(databaseUrl: string): string {
  const url = new URL(process.env["DATABASE_URL_WEB"] as string);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}
