import { spawn } from "node:child_process";
import { root } from "./root.js";

/**
 * Runs a Node program to its end and keeps what it says, in the order in which it said it.
 * @param {string[]} args @param {{ env: import("./settings.js").Env, asked?: AbortSignal }} options asked: ends it early
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runCaptured(args, { env, asked }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      signal: asked,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part) => (output += part));
    child.once("error", (error) => resolve({ ok: false, output: `${output}${error.message}` }));
    child.once("close", (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}
