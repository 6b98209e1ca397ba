import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { bound } from "../bound.js";
import { openDataFolder } from "../data-folder.js";
import { ownerEnvironment } from "../environment.js";
import { runOwnerScript } from "../owner-script.js";
import { firstFreePort } from "../ports.js";
import { startPostgres } from "../postgres/start.js";
import { root } from "../root.js";
import { keepSecrets } from "../secrets.js";
import { readSettings } from "../settings.js";
import { testDistFolder } from "../test/build.js";
import { discardData } from "../test/discard-data.js";
import { testPorts } from "../test/ports.js";

/**
 * @typedef {{ name: string, needs: readonly string[] }} Part
 * @typedef {{
 *   env: import("../settings.js").Env, folder: string, asked: AbortSignal,
 *   sizes: import("./arguments.js").Sizes, chromium: string | undefined,
 * }} Given
 */

/**
 * One part, in a process of its own, on a fresh data folder with an embedded database as `npm start`
 * makes it: fsync is on. Both are taken away afterwards.
 * @param {Part} part @param {Given} given
 * @returns {Promise<{ ok: boolean, rows: object[] }>} rows: as far as it came
 */
export async function runPart(part, { env, folder, asked, sizes, chromium }) {
  const dataFolder = join(folder, part.name);
  await discardData(dataFolder);
  openDataFolder(dataFolder);
  const secrets = keepSecrets(dataFolder);
  const server = await startPostgres({
    dataFolder,
    password: secrets.databasePassword,
    firstPort: testPorts.postgres + 200,
  });
  try {
    const given = {
      ...env,
      DATABASE_URL: server.url,
      NIGHTSHIFT_DATA: dataFolder,
      PORT: String(await firstFreePort(testPorts.web + 50)),
      LOG_LEVEL: "warn",
    };
    const settings = readSettings(given);
    const owner = ownerEnvironment(given, secrets, settings);
    await prepareDatabase(part, { env: owner, asked });
    const asking = { part: part.name, sizes };
    const variables = {
      ...owner,
      NEXT_DIST_DIR: testDistFolder,
      BENCH: JSON.stringify(asking),
      // For what it shares with the browser tests.
      E2E_URL: settings.publicUrl,
      E2E_PASSWORD: secrets.demoPassword,
      E2E_DATABASE_URL: server.url,
      PLAYWRIGHT_CHROMIUM: chromium,
    };
    return await runMeasurement(variables, asked);
  } finally {
    server.stop();
    await discardData(dataFolder);
  }
}

/** @param {Part} part @param {{ env: import("../settings.js").Env, asked: AbortSignal }} owner */
async function prepareDatabase({ needs }, owner) {
  await runOwnerScript("drizzle/migrate.ts", owner, "The database could not be migrated.");
  if (needs.includes("demo"))
    await runOwnerScript("drizzle/seed.ts", owner, "The demo data could not be written.");
}

/** @param {import("../settings.js").Env} env @param {AbortSignal} asked */
async function runMeasurement(env, asked) {
  const started = bound([join(root, "e2e/bench/main.ts")], env);
  const child = spawn(process.execPath, started.args, {
    cwd: root,
    env: started.env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // It has started processes of its own and ends them first.
    signal: asked,
    killSignal: "SIGTERM",
  });
  /** @type {object[]} */
  const rows = [];
  child.on("message", (row) => rows.push(/** @type {object} */ (row)));
  child.on("error", () => {});
  const [code] = await once(child, "exit");
  return { ok: code === 0, rows };
}
