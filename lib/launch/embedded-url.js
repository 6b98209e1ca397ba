import { join } from "node:path";
import { findRunning } from "./postgres/running.js";
import { ownerUrl } from "./postgres/owner-url.js";
import { readNote } from "./postgres/place.js";
import { readSecrets } from "./secrets.js";

/**
 * The owner's address of the embedded PostgreSQL that runs for a data folder, so that commands beside a
 * running console need no DATABASE_URL. undefined where none runs.
 * @param {string} dataFolder
 */
export function embeddedUrl(dataFolder) {
  const running = findRunning(
    join(readNote(join(dataFolder, "postgres.json")).base ?? dataFolder, "postgres"),
  );
  const password = readSecrets(dataFolder).databasePassword;
  return running && password ? ownerUrl(password, running.port) : undefined;
}
