const preload = new URL("end-with-launcher.js", import.meta.url).href;

/**
 * Arguments and environment with which a Node program ends when this process is killed; it needs a
 * channel ("ipc") to it.
 * @param {string[]} args @param {import("./settings.js").Env} env
 */
export function bound(args, env) {
  return {
    args: ["--import", preload, ...args],
    env: { ...env, NIGHTSHIFT_LAUNCHER: String(process.pid) },
  };
}
