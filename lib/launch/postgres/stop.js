import { join } from "node:path";
import { runAs } from "./account.js";

/**
 * Ends the server: open connections are cut, everything committed is on the disk. Where that takes
 * longer than 4 s it is ended at once, and the next start replays its log.
 * @param {import("./place.js").Place} place @param {string} native
 */
export function stopServer({ account, database }, native) {
  const stop = (/** @type {string} */ mode) =>
    runAs(account, join(native, "bin/pg_ctl"), [
      "stop",
      "-w",
      "-t",
      "4",
      "-m",
      mode,
      "-D",
      database,
    ]).status === 0;
  if (!stop("fast")) stop("immediate");
}
