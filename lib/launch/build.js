import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.js";
import { runCaptured } from "./run-captured.js";
import { Refusal, say } from "./say.js";

export const nextProgram = join(root, "node_modules/next/dist/bin/next");

/** What the web process is built from. */
const sources = [
  "app",
  "lib",
  "jobs",
  "drizzle/schema",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** Builds unless that was done since the last change of a source. @param {import("./settings.js").Env} env @param {AbortSignal} asked */
export async function ensureBuilt(env, asked) {
  if (isFresh(root, ".next")) return;
  say("Building …");
  const { ok, output } = await runBuild(".next", env, asked);
  if (!ok) throw new Refusal(`${output}\nThe build failed; its messages are above.`);
}

/** @param {string} distFolder @param {import("./settings.js").Env} env @param {AbortSignal} [asked] */
export async function runBuild(distFolder, env, asked) {
  const buildEnv = {
    ...env,
    NODE_ENV: "production",
    NEXT_DIST_DIR: distFolder,
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const done = await runCaptured([nextProgram, "build"], { env: buildEnv, asked });
  // A build that failed late has written its id already and must not pass for a whole one.
  if (!done.ok) rmSync(join(root, distFolder, "BUILD_ID"), { force: true });
  return done;
}

/** Whether the build is newer than every source. @param {string} folder the project @param {string} distFolder */
export function isFresh(folder, distFolder) {
  const built = statSync(join(folder, distFolder, "BUILD_ID"), { throwIfNoEntry: false })?.mtimeMs;
  return built !== undefined && sources.every((name) => newest(join(folder, name)) < built);
}

/** Folders count too: their time changes when a file goes. @param {string} path @returns {number} milliseconds; 0 where there is nothing */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = readdirSync(path).filter((name) => !name.includes(".test."));
  return Math.max(found.mtimeMs, ...names.map((name) => newest(join(path, name))));
}
