import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.js";
import { verdict } from "./checks.js";

/**
 * @typedef {{ resolved?: string, dependencies?: Record<string, string>, devDependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} Locked
 */

export async function checkLockFile() {
  const problems = lockProblems(read("package-lock.json").packages, read("package.json"));
  return verdict({ ok: problems.length === 0, output: problems.join("\n") });
}

/**
 * What would break `npm ci` on another machine.
 * @param {Record<string, Locked>} packages of package-lock.json @param {Locked} manifest package.json
 * @returns {string[]} sentences
 */
export function lockProblems(packages, manifest) {
  const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return [
    ...Object.entries(packages).flatMap(([folder, { resolved }]) =>
      resolved?.startsWith("http") ? [`${folder} names the address it came from.`] : [],
    ),
    ...direct.flatMap(([name, range]) =>
      /^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range)
        ? []
        : [`${name} is not pinned exactly: ${range}.`],
    ),
    ...missingPlatforms(packages),
  ];
}

/** npm drops the binaries of other platforms when it cannot get them, and a later npm ci there stops. @param {Record<string, Locked>} packages */
function missingPlatforms(packages) {
  const present = new Set(
    Object.keys(packages).map((folder) =>
      folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length),
    ),
  );
  return Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).flatMap((name) =>
      present.has(name)
        ? []
        : [`${name}, which ${folder} may need on another system, is not in the lock file.`],
    ),
  );
}

/** @param {string} file */
function read(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}
