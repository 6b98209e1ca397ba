import { randomBytes, randomInt } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shown } from "./root.js";
import { Refusal } from "./say.js";

/**
 * @typedef {{
 *   databasePassword: string, webPassword: string, workerPassword: string, backupPassword: string,
 *   authSecret: string, demoPassword: string,
 * }} Secrets
 */

/** Each secret by itself, so that a newer release can add one to an older file. */
const makers = {
  databasePassword: longSecret,
  webPassword: longSecret,
  workerPassword: longSecret,
  backupPassword: longSecret,
  authSecret: longSecret,
  demoPassword: sayableSecret,
};

/**
 * The secrets of a data folder, made on the first start and kept in secrets.json (mode 600).
 * @param {string} dataFolder @param {string} [demoPassword] chosen by the user; kept, since the accounts are made with it
 * @returns {Secrets}
 */
export function keepSecrets(dataFolder, demoPassword) {
  const file = join(dataFolder, "secrets.json");
  const known = readSecrets(dataFolder);
  const secrets = /** @type {Record<string, string | undefined>} */ ({ ...known });
  for (const [name, make] of Object.entries(makers)) secrets[name] ??= make();
  if (demoPassword) secrets.demoPassword = demoPassword;
  if (JSON.stringify(secrets) !== JSON.stringify(known)) writeWhole(file, secrets);
  return /** @type {Secrets} */ (secrets);
}

/** Those that were made before; for commands that must not make any. @param {string} dataFolder @returns {Partial<Secrets>} */
export function readSecrets(dataFolder) {
  const file = join(dataFolder, "secrets.json");
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Refusal(
      `${shown(file)} cannot be read; without it the database in the same folder cannot be opened.`,
    );
  }
}

/** Through another name, so that a cut write never leaves half a file. @param {string} file @param {object} secrets */
function writeWhole(file, secrets) {
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** 256 bits, safe in an URL. */
function longSecret() {
  return randomBytes(32).toString("base64url");
}

/** 15 characters in threes that can be read aloud: 74 bits, nothing that looks like something else. */
function sayableSecret() {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group()].join("-");
}
