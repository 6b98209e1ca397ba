import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { Refusal } from "../say.js";

/** @typedef {{ uid: number, gid: number }} Account */

/**
 * Who runs PostgreSQL, which refuses root: this user (null), or, for root, the owner of an existing
 * database, else "postgres" or "nobody", one of which every system has (initdb wants a user with a name).
 * @param {string} folder the database, which need not exist yet
 * @returns {Account | null}
 */
export function postgresAccount(folder) {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user =
    users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (user) return { uid: Number(user[2]), gid: Number(user[3]) };
  throw new Refusal(
    'PostgreSQL does not run as root and this system has no user "postgres" or "nobody"; start as an ordinary user or set DATABASE_URL.',
  );
}

/**
 * Runs a program of PostgreSQL to its end, as the account and in a session of its own: a server that
 * shared the terminal's would get its Ctrl-C before the web process and the worker have finished.
 * @param {Account | null} account @param {string} program @param {string[]} args
 */
export function runAs(account, program, args) {
  const options = {
    ...account,
    cwd: account ? "/" : undefined,
    // PGPORT, PGDATA and the like of the user would lead the programs elsewhere.
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    encoding: /** @type {const} */ ("utf8"),
    stdio: /** @type {import("node:child_process").StdioOptions} */ (["ignore", "pipe", "pipe"]),
    detached: true,
  };
  return spawnSync(program, args, options);
}
