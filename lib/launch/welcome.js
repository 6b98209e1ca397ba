import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DEMO_ACCOUNTS } from "../people/demo-accounts.ts";
import { query } from "./postgres/connect.js";
import { shown } from "./root.js";

/**
 * What a person needs to know once the console runs.
 * @param {{ settings: import("./settings.js").Settings, secrets: import("./secrets.js").Secrets, databaseUrl: string, took: string, mode: string, web: import("./program.js").Program }} start
 * @returns {Promise<string[]>} lines
 */
export async function welcome({ settings, secrets, databaseUrl, took, mode, web }) {
  const verb = mode === "production" ? "is ready" : "starts for development";
  const accounts = settings.demo
    ? await demoLines(databaseUrl, secrets.demoPassword)
    : await setupLines(databaseUrl, web.lastLines);
  const logs =
    mode === "production"
      ? [`Logs: ${shown(join(settings.dataFolder, "logs"))}/web.log and worker.log`]
      : [];
  return [
    "",
    `Nightshift ${verb}: ${settings.publicUrl} (after ${took})`,
    "",
    ...accounts,
    ...logs,
    "Ctrl-C ends it.",
    "",
  ];
}

/** A database with data of its own has no demo accounts. @param {string} databaseUrl @param {string} password */
async function demoLines(databaseUrl, password) {
  const known = new Set(
    (await query(databaseUrl, "select email from users")).map(({ email }) => email),
  );
  const present = DEMO_ACCOUNTS.filter(({ email }) => known.has(email));
  if (present.length === 0) return [];
  return [
    "Demo accounts:",
    ...present.map(
      ({ email, role, sees }) => `  ${email.padEnd(28)}${role.replace("-", " ")}, ${sees}`,
    ),
    `  Password of all of them: ${password}`,
    "",
  ];
}

/**
 * Without any account the web process writes a token to its log, with which the page makes the first
 * administrator; whoever sees this may see that log.
 * @param {string} databaseUrl @param {() => string} webLog
 */
async function setupLines(databaseUrl, webLog) {
  if ((await query(databaseUrl, "select 1 from users limit 1")).length > 0) return [];
  for (let tries = 0; tries < 25; tries++, await sleep(200)) {
    const token = /use this token: ([\w-]+)/.exec(webLog())?.[1];
    if (token)
      return [
        "There is no account yet. /setup creates the first administrator with this token:",
        `  ${token}`,
        "",
      ];
  }
  return [
    "There is no account yet. /setup creates the first administrator with the token in the log of the web process.",
    "",
  ];
}
