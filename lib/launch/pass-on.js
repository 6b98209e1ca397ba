import { spawn } from "node:child_process";
import { constants } from "node:os";
import { bound } from "./bound.js";
import { root } from "./root.js";

/**
 * Runs another Node program in this one's place: same terminal, same signals, same end. Should this
 * process be killed, the other one ends too.
 * @param {string[]} args @param {import("./settings.js").Env} env
 * @returns {Promise<number>} the exit code
 */
export function passOn(args, env) {
  const started = bound(args, env);
  const child = spawn(process.execPath, started.args, {
    cwd: root,
    env: started.env,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  return awaitChild(child);
}

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<number>} */
export function awaitChild(child) {
  // Ctrl-C reaches both through the terminal; a signal sent to this process alone is passed on.
  process.on("SIGINT", () => {});
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"]))
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]),
    );
  });
}
