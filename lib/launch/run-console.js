import { setTimeout as sleep } from "node:timers/promises";
import { ensureBuilt } from "./build.js";
import { startConsole } from "./console.js";
import { openDataFolder } from "./data-folder.js";
import { lockDataFolder } from "./data-lock.js";
import { endAsked } from "./end-asked.js";
import { keepPostgres } from "./keep-postgres.js";
import { requirePort } from "./ports.js";
import { requireDatabase } from "./postgres/connect.js";
import { startPostgres } from "./postgres/start.js";
import { keepSecrets } from "./secrets.js";
import { loadEnvFile, readSettings } from "./settings.js";
import { Refusal, say, spent } from "./say.js";

/**
 * From nothing to a running console, and back on Ctrl-C.
 * @param {"production" | "development"} mode
 * @returns {Promise<number>} the exit code
 */
export async function runConsole(mode) {
  const begun = Date.now();
  const asked = endAsked();
  loadEnvFile();
  const settings = readSettings(process.env);
  await requireUsable();
  openDataFolder(settings.dataFolder);
  /** @type {(() => unknown)[]} what is to be undone, last first */
  const endings = [];
  try {
    const lock = await lockDataFolder(settings.dataFolder, settings.publicUrl);
    endings.push(lock.release);
    await requirePort(settings.port, settings.host);
    const secrets = keepSecrets(settings.dataFolder, settings.demoPassword);
    const databaseUrl = await openDatabase(settings, secrets, endings);
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    if (mode === "production") await ensureBuilt(process.env, asked);
    const running = await startConsole({
      settings,
      secrets,
      env,
      mode,
      asked,
      onStarted: (programs) => lock.note({ programs }),
    });
    endings.push(running.stop);
    const { welcome } = await import("./welcome.js");
    for (const line of await welcome({
      settings,
      secrets,
      databaseUrl,
      took: spent(Date.now() - begun),
      mode,
      web: running.web,
    }))
      say(line);
    return await untilEnd(running.web, asked);
  } catch (error) {
    // A signal during the start also ends the command that was running just then; give it its turn.
    await sleep(50);
    if (asked.aborted) return 0;
    throw error;
  } finally {
    if (asked.aborted) say("\nEnding …");
    for (const end of endings.reverse()) await end();
    if (asked.aborted) say("Ended.");
  }
}

/** The other settings, which web and worker read: better refused here than by each of them in its log. */
async function requireUsable() {
  const { settings } = await import("../platform/env.ts");
  try {
    settings();
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

/** @param {import("./settings.js").Settings} settings @param {import("./secrets.js").Secrets} secrets @param {(() => unknown)[]} endings */
async function openDatabase({ databaseUrl, dataFolder, postgresPort }, secrets, endings) {
  if (databaseUrl) return (await requireDatabase(databaseUrl), databaseUrl);
  const server = await startPostgres({
    dataFolder,
    password: secrets.databasePassword,
    firstPort: postgresPort,
  });
  if (server.wasRunning) say("Using the PostgreSQL that a start before this one left running.");
  endings.push(server.stop, keepPostgres(server));
  return server.url;
}

/** @param {import("./program.js").Program} web @param {AbortSignal} asked */
async function untilEnd(web, asked) {
  const abort = new Promise((resolve) => asked.addEventListener("abort", () => resolve(null)));
  const end = asked.aborted ? null : await Promise.race([web.ended, abort]);
  if (end === null) return 0;
  say(
    `The web process ended by itself (${end.signal ?? `code ${end.code}`}). Its last lines:\n${web.lastLines()}`,
  );
  return 1;
}
