import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { bound } from "./bound.js";
import { beginLog } from "./log-file.js";
import { root } from "./root.js";

/**
 * @typedef {{ code: number | null, signal: string | null }} End
 * @typedef {{ pid: number, ended: Promise<End>, stop: (graceMilliseconds: number) => Promise<void>, lastLines: () => string }} Program lastLines: what it has written since its start
 */

/**
 * Starts a Node program that ends when this process does. It writes straight into its log: through a
 * pipe it would break, in the middle of its own orderly end, when the launcher is killed. It leads its
 * own process group, so that Ctrl-C reaches it once, through stop(), and not before its time.
 * @param {{ args: string[], env: import("./settings.js").Env, logFile: string | null }} what logFile null: the terminal
 * @returns {Program}
 */
export function startProgram({ args, env, logFile }) {
  const lastLines = logFile === null ? () => "" : beginLog(logFile);
  const output = logFile === null ? "inherit" : openSync(logFile, "a", 0o600);
  const started = bound(args, env);
  const child = spawn(process.execPath, started.args, {
    cwd: root,
    env: started.env,
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
    lastLines,
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
