import { registerJobTypes } from "#lib/job-types/find.ts";
import { loadCatalogue } from "#lib/job-types/load.ts";

/** Makes the job types of these folders known in this process. Answers in which folder each job type's own is, by its name. */
export async function prepareCatalogue(folders: string[]): Promise<Map<string, string>> {
  const catalogues = await Promise.all(folders.map(loadCatalogue));
  registerJobTypes(catalogues.flat());
  return new Map(
    catalogues.flatMap((types, at) => types.map((type) => [type.name, folders[at] as string])),
  );
}
