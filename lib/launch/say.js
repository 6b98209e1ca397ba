import { inspect } from "node:util";

/** A reason to end that is told in one sentence, without a stack trace. */
export class Refusal extends Error {}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a command of the launcher. A refusal becomes one sentence and exit code 1; anything else is a
 * fault of ours and keeps its stack trace, for whoever has to find it.
 * @param {() => Promise<number | void>} command answers the exit code, 0 by default
 */
export async function runCommand(command) {
  try {
    process.exitCode = (await command()) ?? 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : inspect(error)}\n`);
    process.exitCode = 1;
  }
  // Whatever still holds the event loop (a keep-alive socket, a watcher) must not hold the terminal.
  process.exit();
}

/** "1.2 s", "3 min 5 s" @param {number} milliseconds */
export function spent(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
