import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./alive.js";
import { shown } from "./root.js";
import { Refusal, say } from "./say.js";

/**
 * One start per data folder. The holder listens on a port and answers with a word that only the file
 * launcher.json knows: unlike a process number, that cannot be somebody else's after a crash.
 * @typedef {{ pid: number, port: number, word: string, url: string, programs: number[] }} Holder
 * @typedef {{ note: (change: Partial<Holder>) => void, release: () => void }} DataLock
 * @param {string} dataFolder @param {string} url shown to whoever starts a second time
 * @returns {Promise<DataLock>}
 */
export async function lockDataFolder(dataFolder, url) {
  const file = join(dataFolder, "launcher.json");
  const before = readHolder(file);
  if (before && (await answers(before))) refuse(dataFolder, before);
  if (before) await awaitLeftovers(before.programs);
  const holder = await listen(url);
  const save = () => writeFileSync(file, JSON.stringify(holder), { mode: 0o600 });
  save();
  // Two starts in the same instant both come here; the one whose file was overwritten gives way.
  await sleep(100);
  const after = readHolder(file);
  if (after && after.word !== holder.word) refuse(dataFolder, after);
  return {
    note: (change) => (Object.assign(holder, change), save()),
    release: () => rmSync(file, { force: true }),
  };
}

/** @param {string} dataFolder @param {Holder} holder @returns {never} */
function refuse(dataFolder, { pid, url }) {
  throw new Refusal(
    `Nightshift runs already with the data folder ${shown(dataFolder)} (process ${pid}, ${url}); end that one first or choose another data folder.`,
  );
}

/** @param {string} file @returns {Holder | null} */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** @param {string} url @returns {Promise<Holder>} */
async function listen(url) {
  const word = randomBytes(16).toString("hex");
  const server = createServer((socket) => socket.on("error", () => {}).end(word));
  await new Promise((resolve, reject) =>
    server.once("error", reject).listen(0, "127.0.0.1", () => resolve(null)),
  );
  server.unref();
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { pid: process.pid, port: address.port, word, url, programs: [] };
}

/** @param {Holder} holder @returns {Promise<boolean>} */
function answers({ port, word }) {
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1").setTimeout(2000);
    socket.on("data", (part) => (heard += part));
    socket.on("timeout", () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve(heard === word));
  });
}

/** Web and worker of a killed start end by themselves; their port and their runs are free after that. @param {number[]} programs */
async function awaitLeftovers(programs) {
  const living = () => programs.filter(isAlive);
  if (living().length === 0) return;
  say("Waiting for the processes of a start that was killed to end …");
  for (const until = Date.now() + 20_000; living().length > 0 && Date.now() < until;)
    await sleep(100);
}
