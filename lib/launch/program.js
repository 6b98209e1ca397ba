import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { root } from "./root.js";

const largestLogBytes = 20 * 1024 * 1024;

/**
 * @typedef {{ code: number | null, signal: string | null }} End
 * @typedef {{ pid: number, ended: Promise<End>, stop: (graceMilliseconds: number) => Promise<void>, lastLines: () => string }} Program
 */

/**
 * Starts a Node program that ends when this process does. It writes straight into its log: through a
 * pipe it would break, in the middle of its own orderly end, when the launcher is killed. It leads its
 * own process group, so that Ctrl-C reaches it once, through stop(), and not before its time.
 * @param {{ args: string[], env: import("./settings.js").Env, logFile: string | null }} what logFile null: the terminal
 * @returns {Program}
 */
export function startProgram({ args, env, logFile }) {
  const output = logFile === null ? "inherit" : openLog(logFile);
  const preload = new URL("end-with-launcher.js", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  if (typeof output === "number") closeSync(output);
  /** @type {Promise<End>} */
  const ended = new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    stop: (grace) => stop(child, ended, grace),
    lastLines: () => (logFile === null ? "" : lastLines(logFile)),
  };
}

/** @param {import("node:child_process").ChildProcess} child @param {Promise<End>} ended @param {number} grace */
async function stop(child, ended, grace) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), grace);
  await ended;
  clearTimeout(force);
}

/** @param {string} logFile */
function openLog(logFile) {
  try {
    if (statSync(logFile).size > largestLogBytes) renameSync(logFile, `${logFile}.1`);
  } catch {
    // The first start has no log yet.
  }
  return openSync(logFile, "a", 0o600);
}

/** @param {string} logFile @param {number} [count] */
export function lastLines(logFile, count = 12) {
  try {
    return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "";
  }
}
