import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isFresh, runBuild } from "../build.js";
import { findChromium } from "../chromium.js";
import { openDataFolder } from "../data-folder.js";
import { lockDataFolder } from "../data-lock.js";
import { endAsked } from "../end-asked.js";
import { root, shown } from "../root.js";
import { Refusal, say, spent } from "../say.js";
import { testDistFolder } from "../test/build.js";
import { cleanEnvironment } from "../test/environment.js";
import { readArguments } from "./arguments.js";
import { runPart } from "./part.js";

/** How often each figure is measured, in turn with its baseline; the table holds medians. */
const common = { repeat: 5 };

/**
 * Runs the parts one after the other, each on an embedded database of its own with its defaults, and
 * prints one table. A goal that is missed is a result; only a part that could not be run fails.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runBench(args) {
  const { parts } = await import("../../../e2e/bench/parts.ts");
  const { printTable } = await import("../../../e2e/bench/table.ts");
  const chosen = readArguments(args, parts, common);
  const folder = join(root, ".data-bench");
  openDataFolder(folder);
  const lock = await lockDataFolder(folder, "npm run bench");
  const asked = endAsked();
  const rows = [];
  const failed = [];
  try {
    const env = cleanEnvironment(process.env);
    const given = {
      ...chosen,
      env,
      folder,
      asked,
      chromium: await prepare(chosen, parts, env, asked),
    };
    for (const part of parts.filter(({ name }) => chosen.parts.includes(name))) {
      if (asked.aborted) break;
      const begun = Date.now();
      const done = await runPart(part, given);
      rows.push(...done.rows);
      if (!done.ok) failed.push(part.name);
      say(`${done.ok ? "✓" : "✗"} ${part.name.padEnd(10)} ${spent(Date.now() - begun)}`);
    }
  } finally {
    lock.release();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const line of printTable(rows, chosen.lowered)) say(line);
  if (rows.length > 0) say(`\nWritten to ${shown(keep(rows, chosen))}.`);
  if (asked.aborted) say("Ended before all parts had run.");
  else if (failed.length > 0) say(`Could not be run: ${failed.join(", ")}.`);
  return asked.aborted || failed.length > 0 ? 1 : 0;
}

/**
 * What some parts need before any clock runs: a build, and a Chromium.
 * @param {{ parts: string[] }} chosen @param {readonly { name: string, needs: readonly string[] }[]} parts
 * @param {import("../settings.js").Env} env @param {AbortSignal} asked
 */
async function prepare(chosen, parts, env, asked) {
  const needs = parts
    .filter(({ name }) => chosen.parts.includes(name))
    .flatMap(({ needs }) => needs);
  if (needs.includes("build") && !isFresh(root, testDistFolder)) {
    say("Building …");
    const { ok, output } = await runBuild(testDistFolder, env, asked);
    if (!ok) throw new Refusal(`${output}\nThe build failed; its messages are above.`);
  }
  return needs.includes("chromium") ? await findChromium(env) : undefined;
}

/** Beside the tests' data, which stays. @param {object[]} rows @param {import("./arguments.js").Chosen} chosen */
function keep(rows, { sizes, lowered }) {
  const folder = resolve(root, process.env.NIGHTSHIFT_TEST_DATA || ".data-test");
  openDataFolder(folder);
  const file = join(folder, "bench.json");
  const at = new Date().toISOString();
  writeFileSync(
    file,
    `${JSON.stringify({ at, node: process.version, sizes, lowered, rows }, null, 2)}\n`,
  );
  return file;
}
