import { join } from "node:path";
import { nextProgram } from "./build.js";
import { ownerEnvironment, webEnvironment, workerEnvironment } from "./environment.js";
import { awaitReady } from "./health.js";
import { runOwnerScript } from "./owner-script.js";
import { requirePort } from "./ports.js";
import { startProgram } from "./program.js";
import { Refusal } from "./say.js";
import { startWorker } from "./worker-keeper.js";

const graceMilliseconds = 15_000;
// Long, since a machine that is busy is no reason to give up; a web process that ends is noticed at once.
const readyMilliseconds = 180_000;

/**
 * Web process and worker on a database that answers: migrated, seeded, started, healthy.
 * @typedef {{ web: import("./program.js").Program, programs: () => number[], stop: () => Promise<void> }} Console
 * @typedef {{
 *   settings: import("./settings.js").Settings, secrets: import("./secrets.js").Secrets,
 *   env: import("./settings.js").Env, mode: "production" | "development", distFolder?: string,
 *   asked?: AbortSignal, onStarted?: (programs: number[]) => void,
 * }} Wish env: holds DATABASE_URL, the owner's
 * @param {Wish} wish
 * @returns {Promise<Console>}
 */
export async function startConsole(wish) {
  const { settings, secrets, env } = wish;
  await prepareDatabase(wish);
  await requirePort(settings.port, settings.host);
  const web = startWeb(wish);
  const worker = startWorker({
    env: { ...workerEnvironment(env, secrets, settings), NODE_ENV: wish.mode },
    logFile: logFile(wish, "worker"),
    watch: wish.mode === "development",
    onRestart: () => wish.onStarted?.(programs()),
  });
  const programs = () => [web.pid, worker.pid()];
  const stop = async () =>
    void (await Promise.all([web.stop(graceMilliseconds), worker.stop(graceMilliseconds)]));
  wish.onStarted?.(programs());
  if (wish.mode === "production") await requireReady(wish, stop, web, worker);
  return { web, programs, stop };
}

/** @param {Wish} wish */
async function prepareDatabase({ settings, secrets, env, asked }) {
  const owner = { env: ownerEnvironment(env, secrets, settings), asked };
  await runOwnerScript(
    "drizzle/migrate.ts",
    owner,
    "The database could not be brought to the newest schema.",
  );
  if (!settings.demo) return;
  await runOwnerScript("drizzle/seed.ts", owner, "The demo data could not be written.");
  // Chosen after the accounts were made, perhaps; the printed password must be theirs.
  if (settings.demoPassword)
    await runOwnerScript(
      "lib/launch/demo-password.ts",
      owner,
      "The demo accounts could not be given DEMO_PASSWORD.",
    );
}

/** @param {Wish} wish */
function startWeb(wish) {
  const { settings, secrets, env, mode, distFolder = ".next" } = wish;
  const production = mode === "production";
  return startProgram({
    args: [
      nextProgram,
      production ? "start" : "dev",
      "-H",
      production ? settings.host : "localhost",
      "-p",
      String(settings.port),
    ],
    env: {
      ...webEnvironment(env, secrets, settings),
      NODE_ENV: mode,
      NEXT_DIST_DIR: distFolder,
      NEXT_TELEMETRY_DISABLED: "1",
    },
    logFile: logFile(wish, "web"),
  });
}

/** In development both write to the terminal. @param {Wish} wish @param {string} name */
function logFile({ mode, settings }, name) {
  return mode === "production" ? join(settings.dataFolder, "logs", `${name}.log`) : null;
}

/** Where this machine reaches what listens on a host. @param {import("./settings.js").Settings} settings */
function localAddress({ host, port }) {
  const own = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${own.includes(":") ? `[${own}]` : own}:${port}`;
}

/**
 * @param {Wish} wish @param {() => Promise<void>} stop
 * @param {import("./program.js").Program} web @param {{ lastLines: () => string }} worker
 */
async function requireReady({ settings, asked }, stop, web, worker) {
  let lives = true;
  void web.ended.then(() => (lives = false));
  const { ready, last } = await awaitReady(
    localAddress(settings),
    () => lives && !asked?.aborted,
    readyMilliseconds,
  );
  if (ready) return;
  const ended = !lives;
  await stop();
  if (ended)
    throw new Refusal(`The web process ended at its start. Its last lines:\n${web.lastLines()}`);
  const seconds = readyMilliseconds / 1000;
  throw new Refusal(
    `The worker's last lines:\n${worker.lastLines()}\nThe web process' last lines:\n${web.lastLines()}\nThe console did not become healthy within ${seconds} s; it last said: ${last}`,
  );
}
