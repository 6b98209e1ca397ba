import { ensureInstalled } from "./install.js";
import { reexecuteUnderNode24 } from "./node24.js";
import { runCommand } from "./say.js";

/**
 * What each entry does first: packages, then Node 24, then the command itself. The command is loaded
 * late because it may use packages and syntax that are not there before.
 * @param {() => Promise<number | void>} command
 */
export function bootstrap(command) {
  return runCommand(async () => {
    ensureInstalled();
    return (await reexecuteUnderNode24()) ?? (await command());
  });
}
