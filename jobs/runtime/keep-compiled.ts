import { enableCompileCache, flushCompileCache } from "node:module";
import { resolve } from "node:path";

/**
 * Keeps what Node makes of each module in the data folder: a process that starts spends half as long on it (0.95 s of computing,
 * then 0.52 s, measured), and a worker starts five of them. Not in the system's folder for temporary files, where others may write.
 * Called before anything else is imported.
 */
export function keepCompiled(): void {
  const folder = process.env["NIGHTSHIFT_DATA"];
  if (folder) enableCompileCache(resolve(folder, "compile-cache"));
}

/** Writes down what this process has loaded so far, for those that it starts now. */
export const shareCompiled = (): void => flushCompileCache();
