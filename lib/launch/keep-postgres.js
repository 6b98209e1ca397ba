import { say } from "./say.js";

const lookMilliseconds = 2000;

/**
 * Starts the embedded PostgreSQL again when it is gone, killed by the system for instance. Web and
 * worker wait for it.
 * @param {import("./postgres/start.js").Server} server
 * @returns {() => void} ends the watch
 */
export function keepPostgres(server) {
  const timer = setInterval(async () => {
    if (server.isRunning()) return;
    say("The embedded PostgreSQL ended by itself and is started again.");
    // Parts of the old one may still hold the memory they shared; the next look tries again.
    await server.startAgain().catch((/** @type {Error} */ error) => say(error.message));
  }, lookMilliseconds);
  return () => clearInterval(timer);
}
