import { pathToFileURL } from "node:url";
import type { JobType } from "#lib/job-types/define.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";

/** Makes the job types of a catalogue module known in this process. */
export async function prepareCatalogue(path: string): Promise<void> {
  const { catalogue } = (await import(pathToFileURL(path).href)) as {
    catalogue: readonly JobType[];
  };
  registerJobTypes(catalogue);
}
