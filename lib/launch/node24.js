import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { awaitChild } from "./pass-on.js";
import { root } from "./root.js";
import { Refusal, say } from "./say.js";

const packageFolder = join(root, "node_modules/node");

/**
 * Runs the same command again under the Node that came with the packages, unless this is it already.
 * @returns {Promise<number | undefined>} the exit code of the other process, undefined when this one goes on
 */
export async function reexecuteUnderNode24() {
  const wanted = `v${JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version}`;
  if (process.version === wanted) return undefined;
  const program = findNode() ?? fetchNode();
  if (program) return handOver(program);
  // Node 24 and newer run our TypeScript as they are; older ones cannot go on.
  if (Number(process.versions.node.split(".")[0]) >= 24) return undefined;
  throw new Refusal(
    `Node ${wanted} did not come with the packages and this is ${process.version}; allow the install script of the package "node" or use Node 24.`,
  );
}

function findNode() {
  const file = process.platform === "win32" ? "node.exe" : "node";
  return [join(packageFolder, "bin", file)].find((path) => existsSync(path));
}

/** With install scripts off the package is an empty shell: run the one script that fills it. */
function fetchNode() {
  say("Fetching Node 24 …");
  spawnSync(process.execPath, ["installArchSpecificPackage.js"], {
    cwd: packageFolder,
    stdio: "ignore",
  });
  const program = findNode();
  if (program) linkForNpm(program);
  return program;
}

/** Lets npm's scripts find it too; where links are not to be had they use the Node of the machine. @param {string} program */
function linkForNpm(program) {
  const bin = join(root, "node_modules/.bin");
  try {
    symlinkSync(relative(bin, program), join(bin, "node"));
  } catch {}
}

/** @param {string} program */
function handOver(program) {
  return awaitChild(
    spawn(program, [...process.execArgv, ...process.argv.slice(1)], {
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    }),
  );
}
