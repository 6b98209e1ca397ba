import { resolve } from "node:path";
import { openDataFolder } from "../data-folder.js";
import { lockDataFolder } from "../data-lock.js";
import { endAsked } from "../end-asked.js";
import { root } from "../root.js";
import { Refusal, say, spent } from "../say.js";
import { checkFormat, checkLint, checkTypes } from "./checks.js";
import { checkBuild } from "./build.js";
import { checkLockFile } from "./lock-file.js";
import { runBrowserTests } from "./browser.js";
import { runFaultsOnce } from "./faults.js";
import { runUnits } from "./units.js";
import { cleanEnvironment } from "./environment.js";

/**
 * @typedef {{ passed: number, failed: number, skipped?: number, output?: string }} Result
 * @typedef {{ env: import("../settings.js").Env, folder: string, asked: AbortSignal, files: string[], done: Map<string, Result> }} Setting
 *   env: without anything that leads to real data; folder: where test databases and files go; done: steps before this one
 */

/** @type {Record<string, (setting: Setting) => Promise<Result>>} in order */
const steps = {
  format: checkFormat,
  lint: checkLint,
  types: checkTypes,
  units: runUnits,
  build: checkBuild,
  "lock file": checkLockFile,
  browser: runBrowserTests,
  faults: runFaultsOnce,
};

/**
 * Every step, each with its time, whatever became of the others.
 * @param {string[]} args names of steps to run instead of all; others are files for units and browser tests
 * @returns {Promise<number>} the exit code
 */
export async function runTests(args) {
  const folder = resolve(root, process.env.NIGHTSHIFT_TEST_DATA || ".data-test");
  openDataFolder(folder);
  const lock = await lockDataFolder(folder, "npm test");
  const asked = endAsked();
  const chosen = Object.keys(steps).filter((name) => args.length === 0 || args.includes(name));
  const files = args.filter((name) => !Object.hasOwn(steps, name));
  if (chosen.length === 0)
    throw new Refusal(`Name a step too; there are ${Object.keys(steps).join(", ")}.`);
  const setting = { env: cleanEnvironment(process.env), folder, asked, files, done: new Map() };
  try {
    for (const name of chosen)
      if (!asked.aborted) setting.done.set(name, await runStep(name, setting));
  } finally {
    lock.release();
  }
  return summarise(setting.done, asked.aborted);
}

/** @param {string} name @param {Setting} setting @returns {Promise<Result>} */
async function runStep(name, setting) {
  const begun = Date.now();
  const result = await /** @type {NonNullable<typeof steps[string]>} */ (steps[name])(
    setting,
  ).catch(asFailure);
  const counts =
    result.passed + result.failed > 1 ? `${result.passed} passed, ${result.failed} failed` : "";
  const skipped = result.skipped ? `${result.skipped} skipped` : "";
  if (result.failed > 0 && result.output) say(`\n${result.output}\n`);
  say(
    [
      result.failed > 0 ? "✗" : "✓",
      name.padEnd(10),
      spent(Date.now() - begun).padStart(8),
      counts,
      skipped,
    ]
      .join("  ")
      .trimEnd(),
  );
  return result;
}

/** @param {unknown} error @returns {Result} */
function asFailure(error) {
  return {
    passed: 0,
    failed: 1,
    output:
      error instanceof Refusal
        ? error.message
        : String(error instanceof Error ? error.stack : error),
  };
}

/** Of a long output often the end alone is kept: what failed is told there once more. */
const REPEATED_CHARACTERS = 3_000;

/** @param {Map<string, Result>} done @param {boolean} cut */
function summarise(done, cut) {
  const sum = (/** @type {"passed" | "failed"} */ key) =>
    [...done.values()].reduce((total, result) => total + result[key], 0);
  for (const [name, { failed, output }] of done)
    if (failed > 0 && output) say(`\n✗ ${name}\n${output.slice(-REPEATED_CHARACTERS)}`);
  if (cut) say("\nEnded before all steps had run.");
  say(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return cut || sum("failed") > 0 ? 1 : 0;
}
