import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { shown } from "./root.js";
import { Refusal } from "./say.js";

/**
 * Makes the folder that holds database, files, logs and secrets. Others may pass through it and not
 * list it: started by root, PostgreSQL runs as another user and has its own folder in there.
 * @param {string} folder
 */
export function openDataFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    mkdirSync(join(folder, "logs"), { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    accessSync(join(folder, "logs"), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal(
      `The data folder ${shown(folder)} cannot be used: ${reason(/** @type {Error} */ (error))}. Choose another one with NIGHTSHIFT_DATA.`,
    );
  }
}

/** @param {NodeJS.ErrnoException} error */
function reason({ code, message }) {
  if (code === "EACCES" || code === "EPERM") return "this user may not write to it";
  if (code === "EROFS") return "it lies on a read-only disk";
  if (code === "ENOTDIR" || code === "EEXIST") return "a file is in its place";
  if (code === "ENOSPC") return "the disk is full";
  return message;
}
