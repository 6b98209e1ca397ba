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
  if (left) await endServer(left.pid);
  for (const folder of [base, dataFolder]) rmSync(folder, { recursive: true, force: true });
}

/** @param {number} pid */
async function endServer(pid) {
  // To PostgreSQL this means: cut the connections and end.
  process.kill(pid, "SIGINT");
  for (const until = Date.now() + 10_000; isAlive(pid) && Date.now() < until;) await sleep(50);
}
