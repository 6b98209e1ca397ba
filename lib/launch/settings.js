import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./root.js";
import { Refusal } from "./say.js";

/**
 * Environment variables; Next narrows Node's own type.
 * @typedef {Record<string, string | undefined>} Env
 */

/**
 * What the launcher itself reads from the environment; .env.example says what each means.
 * @typedef {{
 *   port: number, host: string, publicUrl: string, dataFolder: string,
 *   demo: boolean, demoPassword: string | undefined, databaseUrl: string | undefined, postgresPort: number,
 * }} Settings
 */

/** Takes the variables of a .env file in the project's folder, where one is; the environment wins. */
export function loadEnvFile() {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** @param {Env} env @returns {Settings} */
export function readSettings(env) {
  const port = readPort("PORT", env.PORT || "3000");
  return {
    port,
    host: env.HOST || "127.0.0.1",
    publicUrl: readPublicUrl(env.PUBLIC_URL || `http://localhost:${port}`),
    dataFolder: resolve(root, env.NIGHTSHIFT_DATA || ".data"),
    demo: env.NIGHTSHIFT_DEMO !== "0",
    demoPassword: env.DEMO_PASSWORD || undefined,
    databaseUrl: env.DATABASE_URL || undefined,
    postgresPort: readPort("NIGHTSHIFT_POSTGRES_PORT", env.NIGHTSHIFT_POSTGRES_PORT || "54300"),
  };
}

/** @param {string} name @param {string} text */
function readPort(name, text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Refusal(`${name} is "${text}"; it must be a number from 1 to 65535.`);
}

/** @param {string} text */
function readPublicUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, "");
  throw new Refusal(
    `PUBLIC_URL is "${text}"; it must be an address such as https://console.example.`,
  );
}
