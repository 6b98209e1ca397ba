import { runCaptured } from "./run-captured.js";
import { Refusal } from "./say.js";

/**
 * Runs drizzle/migrate.ts or drizzle/seed.ts to its end.
 * @param {string} file @param {{ env: import("./settings.js").Env, asked?: AbortSignal }} options env: the owner's
 * @param {string} failure the sentence when it fails
 */
export async function runOwnerScript(file, options, failure) {
  const { ok, output } = await runCaptured([file], options);
  if (!ok) throw new Refusal(`${output}\n${failure}`.trim());
}
