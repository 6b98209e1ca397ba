import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { settings } from "../platform/env.ts";
import type { JobType } from "./define.ts";

/**
 * The declarations in `catalogue.ts` of a folder of job types. The web process is bundled and this import is not: the folder is named
 * when the process starts. Throws what importing that file throws.
 */
export async function loadCatalogue(folder: string): Promise<readonly JobType[]> {
  const url = pathToFileURL(join(folder, "catalogue.ts")).href;
  const { catalogue } = (await import(/* turbopackIgnore: true */ url)) as {
    catalogue: readonly JobType[];
  };
  return catalogue;
}

/** Absolute paths of the folders in which this installation keeps job types of its own. */
export function ownFolders(): string[] {
  const folder = settings().JOB_TYPES_FOLDER;
  return folder === undefined ? [] : [resolve(folder)];
}
