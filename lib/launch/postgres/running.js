import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { isAlive } from "../alive.js";

/**
 * The server that has a database open, as PostgreSQL notes it in postmaster.pid; a note of a server
 * that was killed is taken away.
 * @param {string} database
 * @returns {{ pid: number, port: number } | null}
 */
export function findRunning(database) {
  const file = join(database, "postmaster.pid");
  const noted = parsePostmaster(readText(file));
  if (noted === null) return null;
  if (isAlive(noted.pid) && isPostgres(noted.pid)) return noted;
  rmSync(file, { force: true });
  return null;
}

/** Line 1 is the process, line 4 the port; a server that has only begun has not written the latter. @param {string} text */
export function parsePostmaster(text) {
  const lines = text.split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : null;
}

/** After a restart of the machine or the container its number may be somebody else's. @param {number} pid */
function isPostgres(pid) {
  const name =
    readText(`/proc/${pid}/comm`) ||
    spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  // Where neither can be asked, PostgreSQL's own check at its start decides.
  return !name || basename(name.trim()) === "postgres";
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
