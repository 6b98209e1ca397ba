import { readFileSync } from "node:fs";

/** Whether a process runs, whoever it belongs to. @param {number} pid */
export function isAlive(pid) {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM" && !isZombie(pid);
  }
}

/** Ended, and still listed because nobody asks for its exit code: in a container without an init, for ever. @param {number} pid */
function isZombie(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // "812 (name) Z 1 …": the name may hold anything.
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) === "Z";
  } catch {
    return false;
  }
}
