import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalled } from "./installed.js";
import { mendDriver } from "./mend-driver.js";
import { root } from "./root.js";
import { Refusal, say } from "./say.js";

/** Installs the packages of the lock file, development ones too, unless they are all there. */
export function ensureInstalled() {
  const wanted = readLock(join(root, "package-lock.json"));
  if (wanted === null)
    throw new Refusal("package-lock.json is missing or damaged; fetch it again.");
  if (isInstalled(wanted, readLock(join(root, "node_modules/.package-lock.json")))) return;
  say("Installing packages …");
  const done = npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (done.error)
    throw new Refusal(
      "npm was not found; it comes with Node and is needed to install the packages.",
    );
  if (done.status !== 0)
    throw new Refusal("The packages could not be installed; npm says why above.");
  // npm does this too, unless it was told to run no scripts.
  mendDriver();
}

/** @param {string[]} args */
function npm(args) {
  const options = { cwd: root, stdio: /** @type {const} */ ("inherit") };
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli) && existsSync(cli))
    return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

/** @param {string} path */
function readLock(path) {
  try {
    const lock = JSON.parse(readFileSync(path, "utf8"));
    return typeof lock.packages === "object" && lock.packages !== null ? lock : null;
  } catch {
    return null;
  }
}
