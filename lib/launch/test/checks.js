import { join } from "node:path";
import { root } from "../root.js";
import { nextProgram } from "../build.js";
import { runCaptured } from "../run-captured.js";

/** @typedef {import("./run.js").Setting} Setting @typedef {import("./run.js").Result} Result */

/** @param {Setting} setting */
export const checkFormat = (setting) => check(setting, ["oxfmt/bin/oxfmt", "--check", "."]);

/** @param {Setting} setting */
export const checkLint = (setting) => check(setting, ["oxlint/bin/oxlint", "--type-aware"]);

/** Next writes the types of routes first. @param {Setting} setting */
export async function checkTypes(setting) {
  const routes = await runCaptured([nextProgram, "typegen"], setting);
  return routes.ok ? await check(setting, ["typescript/bin/tsc", "--noEmit"]) : verdict(routes);
}

/** @param {Setting} setting @param {[string, ...string[]]} command a package's program and its arguments */
async function check(setting, [program, ...args]) {
  return verdict(await runCaptured([join(root, "node_modules", program), ...args], setting));
}

/** One pass or one failure. @param {{ ok: boolean, output: string }} done @returns {Result} */
export function verdict({ ok, output }) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
}
