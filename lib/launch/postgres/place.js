import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { shown } from "../root.js";
import { Refusal, say } from "../say.js";
import { postgresAccount, runAs } from "./account.js";

/**
 * Where a data folder's database lies. Usually inside it; when root starts in a folder that PostgreSQL's
 * user may not enter (/root, a home with mode 700), under /var/lib, with a note of it in the data folder.
 * @typedef {import("./account.js").Account} Account
 * @typedef {{ base: string, database: string, log: string, account: Account | null, port: number | undefined, notePort: (port: number) => void }} Place
 * @param {string} dataFolder @param {boolean} throwaway for tests: outside the data folder only in the folder for temporary files
 * @returns {Place}
 */
export function findPlace(dataFolder, throwaway) {
  const note = join(dataFolder, "postgres.json");
  const known = readNote(note);
  const account = postgresAccount(join(known.base ?? dataFolder, "postgres"));
  const base = known.base ?? chooseBase(dataFolder, account, throwaway);
  prepareBase(base, dataFolder, account);
  const save = (/** @type {number | undefined} */ port) =>
    writeFileSync(
      note,
      `${JSON.stringify({ base: base === dataFolder ? undefined : base, port })}\n`,
    );
  save(known.port);
  return {
    base,
    database: join(base, "postgres"),
    log: join(base, "postgres.log"),
    account,
    port: known.port,
    notePort: save,
  };
}

/** @param {string} note @returns {{ base?: string, port?: number }} */
export function readNote(note) {
  try {
    return JSON.parse(readFileSync(note, "utf8"));
  } catch {
    return {};
  }
}

/** @param {string} dataFolder @param {Account | null} account @param {boolean} throwaway */
function chooseBase(dataFolder, account, throwaway) {
  if (canEnter(account, dataFolder)) return dataFolder;
  const base = join(
    throwaway ? tmpdir() : "/var/lib",
    `nightshift-${randomBytes(4).toString("hex")}`,
  );
  say(`PostgreSQL's user may not enter ${shown(dataFolder)}; the database is kept in ${base}.`);
  return base;
}

/** @param {Account | null} account @param {string} folder */
function canEnter(account, folder) {
  return account === null || runAs(account, "/bin/sh", ["-c", 'cd -- "$0"', folder]).status === 0;
}

/** @param {string} base @param {string} dataFolder @param {Account | null} account */
function prepareBase(base, dataFolder, account) {
  mkdirSync(base, { recursive: true, mode: 0o711 });
  if (base !== dataFolder)
    writeFileSync(
      join(base, "README"),
      `The database of Nightshift's data folder ${dataFolder}.\n`,
    );
  if (!canEnter(account, base))
    throw new Refusal(
      `PostgreSQL does not run as root, and its user may not enter ${dirname(base)}; start as an ordinary user or set DATABASE_URL.`,
    );
  const owner = statSync(join(base, "postgres"), { throwIfNoEntry: false })?.uid;
  if (account || owner === undefined || owner === process.getuid?.()) return;
  throw new Refusal(
    `The database in ${shown(base)} belongs to another user (number ${owner}); start as that user or as root, or choose another folder with NIGHTSHIFT_DATA.`,
  );
}
