import { runBuild } from "../build.js";
import { verdict } from "./checks.js";

/** Beside a running console's build, which it leaves alone. */
export const testDistFolder = ".next-test";

/** @param {import("./run.js").Setting} setting */
export async function checkBuild({ env, asked }) {
  return verdict(await runBuild(testDistFolder, env, asked));
}
