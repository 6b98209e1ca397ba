import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { shown } from "../root.js";
import { Refusal } from "../say.js";
import { runAs } from "./account.js";
import { ownerRole } from "./owner-url.js";

/**
 * Makes the database's files on the first start. They get their name last, so that an initialisation
 * that was cut is begun again instead of being taken for a database.
 * @param {import("./place.js").Place} place @param {string} native @param {string} password of the owner
 */
export function initialiseDatabase({ base, database, account }, native, password) {
  if (existsSync(database)) return requireSameRelease(database, native);
  const fresh = `${database}.new`;
  const passwordFile = join(base, "postgres.password");
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [fresh, passwordFile]) chownSync(path, account.uid, account.gid);
  const done = runAs(account, join(native, "bin/initdb"), [
    "-D",
    fresh,
    "-U",
    ownerRole,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order and letters on every system, whatever it has installed.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ]);
  rmSync(passwordFile, { force: true });
  if (done.status !== 0)
    throw new Refusal(
      `The database in ${shown(base)} could not be made: ${(done.stderr || done.error?.message || "").trim()}`,
    );
  renameSync(fresh, database);
}

/** PostgreSQL opens only what the same major release wrote. @param {string} database @param {string} native */
function requireSameRelease(database, native) {
  const written = readFileSync(join(database, "PG_VERSION"), "utf8").trim();
  const here = /(\d+)[.\d]*/.exec(
    runAs(null, join(native, "bin/postgres"), ["--version"]).stdout,
  )?.[1];
  if (written !== here)
    throw new Refusal(
      `The database in ${shown(database)} was written by PostgreSQL ${written} and the embedded one is ${here}.`,
    );
}
