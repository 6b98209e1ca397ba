import { runCaptured } from "./run-captured.js";
import { Refusal, say } from "./say.js";

/**
 * Runs drizzle/migrate.ts or drizzle/seed.ts to its end. Lines that begin with "Note:" are passed on.
 * @param {string} file @param {{ env: import("./settings.js").Env, asked?: AbortSignal }} options env: the owner's
 * @param {string} failure the sentence when it fails
 */
export async function runOwnerScript(file, options, failure) {
  const { ok, output } = await runCaptured([file], options);
  if (!ok) throw new Refusal(`${output}\n${failure}`.trim());
  for (const line of output.split("\n")) if (line.startsWith("Note:")) say(line);
}
