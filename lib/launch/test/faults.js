import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { isFresh, runBuild } from "../build.js";
import { openDataFolder } from "../data-folder.js";
import { lockDataFolder } from "../data-lock.js";
import { endAsked } from "../end-asked.js";
import { startPostgres } from "../postgres/start.js";
import { root } from "../root.js";
import { runCaptured } from "../run-captured.js";
import { Refusal, say } from "../say.js";
import { keepSecrets } from "../secrets.js";
import { testDistFolder } from "./build.js";
import { discardData } from "./discard-data.js";
import { cleanEnvironment } from "./environment.js";
import { testPorts } from "./ports.js";

/** @typedef {import("./run.js").Setting} Setting @typedef {import("./run.js").Result} Result */

const program = "e2e/faults/main.ts";

/**
 * The tests of faults, each its number of rounds, against processes of the built console on a PostgreSQL of their own.
 * @param {string[]} args numbers of tests to run instead of all ("F12"), and a number of rounds for each
 * @returns {Promise<number>} the exit code
 */
export async function runFaults(args) {
  const folder = resolve(root, process.env.NIGHTSHIFT_TEST_DATA || ".data-test");
  openDataFolder(folder);
  const lock = await lockDataFolder(folder, "npm run test:faults");
  const asked = endAsked();
  const env = cleanEnvironment(process.env);
  try {
    if (!isFresh(root, testDistFolder)) {
      say("Building …");
      const { ok, output } = await runBuild(testDistFolder, env, asked);
      if (!ok) throw new Refusal(`${output}\nThe build failed; its messages are above.`);
    }
    return await withDatabase({ env, folder }, (own) => runHere(args, own, asked));
  } finally {
    lock.release();
  }
}

/** Those of them that are cheap enough for every `npm test`, once each. @param {Setting} setting @returns {Promise<Result>} */
export async function runFaultsOnce({ env, folder, asked, done }) {
  if (done.get("build")?.failed)
    throw new Refusal("The tests of faults did not run, because the build failed.");
  const { output } = await withDatabase({ env, folder }, (own) =>
    runCaptured([program, "--once"], { env: own, asked }),
  );
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
  if (!counts) return { passed: 0, failed: 1, output };
  return { passed: Number(counts[1]), failed: Number(counts[2]), output };
}

/** @param {string[]} args @param {import("../settings.js").Env} env @param {AbortSignal} asked */
async function runHere(args, env, asked) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env,
    stdio: "inherit",
    signal: asked,
  });
  const [code] = await once(child, "exit");
  return /** @type {number | null} */ (code) ?? 1;
}

/** @template T @param {{ env: import("../settings.js").Env, folder: string }} place @param {(env: import("../settings.js").Env) => Promise<T>} act @returns {Promise<T>} */
async function withDatabase({ env, folder }, act) {
  const dataFolder = join(folder, "faults");
  await discardData(dataFolder);
  openDataFolder(dataFolder);
  const password = keepSecrets(dataFolder).databasePassword;
  const firstPort = testPorts.postgres;
  const server = await startPostgres({ dataFolder, password, throwaway: true, firstPort });
  try {
    return await act({ ...env, TEST_DATABASE_URL: server.url, NEXT_DIST_DIR: testDistFolder });
  } finally {
    server.stop();
    await discardData(dataFolder);
  }
}
