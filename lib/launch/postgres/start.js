import { chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../alive.js";
import { firstFreePort } from "../ports.js";
import { beginLog } from "../log-file.js";
import { shown } from "../root.js";
import { Refusal } from "../say.js";
import { runAs } from "./account.js";
import { query } from "./connect.js";
import { initialiseDatabase } from "./initialise.js";
import { readyNative } from "./native.js";
import { databaseName, ownerUrl } from "./owner-url.js";
import { findPlace } from "./place.js";
import { findRunning } from "./running.js";
import { stopServer } from "./stop.js";

/**
 * @typedef {{ url: string, wasRunning: boolean, isRunning: () => boolean, startAgain: () => Promise<void>, stop: () => void }} Server url: the owner's, a superuser
 * @typedef {{ dataFolder: string, password: string, throwaway?: boolean, firstPort: number }} Wish throwaway: for tests, quick and not safe against a power cut
 */

/**
 * Brings up the embedded PostgreSQL of a data folder, or finds the one that a killed start left behind.
 * @param {Wish} wish
 * @returns {Promise<Server>}
 */
export async function startPostgres({ dataFolder, password, throwaway = false, firstPort }) {
  const place = findPlace(dataFolder, throwaway);
  const native = readyNative(place.account, place.base);
  const found = findRunning(place.database);
  if (!found) initialiseDatabase(place, native, password);
  const port = found?.port ?? (await startServer(place, native, throwaway, firstPort));
  try {
    await prepareServer(ownerUrl(password, port, "postgres"), place, found?.pid);
  } catch (error) {
    if (!found) stopServer(place, native);
    throw error;
  }
  return {
    url: ownerUrl(password, port),
    wasRunning: found !== null,
    isRunning: () => findRunning(place.database) !== null,
    startAgain: async () => {
      // On no other port, since web and worker know only this one; while it is taken this throws.
      await firstFreePort(port, 1);
      await startServer({ ...place, port }, native, throwaway, port);
    },
    stop: () => stopServer(place, native),
  };
}

/** On the port of the last time, so that open tools find it again, else on the next free one. @param {import("./place.js").Place} place @param {string} native @param {boolean} throwaway @param {number} firstPort */
async function startServer(place, native, throwaway, firstPort) {
  const lastLines = prepareLog(place);
  for (let from = place.port ?? firstPort, tries = 0; ; tries++) {
    const port = await firstFreePort(from);
    const options = [
      "-p",
      port,
      "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC -c log_timezone=UTC",
    ];
    if (throwaway)
      options.push(
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200",
      );
    const done = runAs(place.account, join(native, "bin/pg_ctl"), [
      "start",
      "-w",
      "-t",
      "120",
      "-D",
      place.database,
      "-l",
      place.log,
      "-o",
      options.join(" "),
    ]);
    if (done.status === 0) return (place.notePort(port), port);
    // Somebody else may have taken the port in between.
    if (tries < 3 && lastLines().includes("Address already in use")) from = port + 1;
    else
      throw new Refusal(
        `The embedded PostgreSQL did not start. The end of ${shown(place.log)}:\n${lastLines() || done.stderr}`,
      );
  }
}

/** The account writes it and may not write in the folder. @param {import("./place.js").Place} place */
function prepareLog({ log, account }) {
  const lastLines = beginLog(log);
  writeFileSync(log, "", { flag: "a", mode: 0o600 });
  if (account) chownSync(log, account.uid, account.gid);
  return lastLines;
}

/** A server that was found may still be starting, or recovering from its kill. @param {string} url @param {import("./place.js").Place} place @param {number} [pid] */
async function awaitAnswer(url, place, pid) {
  for (const until = Date.now() + 60_000; ; await sleep(200)) {
    const error = await query(url, "select 1").then(
      () => null,
      (/** @type {{ code?: string }} */ reason) => reason,
    );
    if (error === null) return;
    if (error.code === "28P01")
      throw new Refusal(
        `The database in ${shown(place.database)} does not know the password in secrets.json; both belong together.`,
      );
    if (Date.now() > until || (pid && !isAlive(pid)))
      throw new Refusal(
        `The embedded PostgreSQL does not answer; ${shown(place.log)} may say why.`,
      );
  }
}

/** @param {string} server its address @param {import("./place.js").Place} place @param {number} [pid] */
async function prepareServer(server, place, pid) {
  await awaitAnswer(server, place, pid);
  const present = await query(
    server,
    `select 1 from pg_database where datname = '${databaseName}'`,
  );
  if (present.length === 0) await query(server, `create database ${databaseName}`);
}
