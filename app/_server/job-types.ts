import { catalogue } from "#jobs/catalogue.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { loadCatalogue, ownFolders } from "#lib/job-types/load.ts";

/** Makes the product's job types and the installation's own known to the web process, once at its start. */
export async function prepareJobTypes(): Promise<void> {
  const own = await Promise.all(ownFolders().map(loadCatalogue));
  registerJobTypes([...catalogue, ...own.flat()]);
}
