import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../alive.js";
import { readNote } from "../postgres/place.js";
import { findRunning } from "../postgres/running.js";

/** Takes away a test's data folder with its database, and ends a server that a killed test run left there. @param {string} dataFolder */
export async function discardData(dataFolder) {
  const base = readNote(join(dataFolder, "postgres.json")).base ?? dataFolder;
  const left = findRunning(join(base, "postgres"));
  // PostgreSQL takes SIGINT for: cut the connections and end.
  if (left) process.kill(left.pid, "SIGINT");
  for (const until = Date.now() + 10_000; left && isAlive(left.pid) && Date.now() < until;)
    await sleep(50);
  for (const folder of [base, dataFolder]) rmSync(folder, { recursive: true, force: true });
}
