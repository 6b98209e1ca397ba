import { isFileFault } from "#lib/imports/file-fault.ts";
import { checkMapping, coverage, Mapping, type Coverage } from "#lib/imports/mapping.ts";
import { openInput, type InputFile } from "#lib/imports/input-stream.ts";
import { sniff } from "#lib/imports/sniff.ts";
import { JobError, type RunContext } from "#lib/job-types/define.ts";
import { slotKey } from "#lib/products/content.ts";
import type { z } from "zod";
import type { productImport } from "./job.ts";

export type Parameters = z.output<typeof productImport.parameters>;
export type Context = RunContext<Parameters>;

/** The input, checked against what the wizard froze. */
export type Sheet = Pick<Parameters, "format" | "header" | "dryRun"> & {
  file: InputFile;
  mapping: Mapping;
  covers: Coverage;
  /** Where the file's attributes have their values; an empty cell empties one of these. */
  slots: ReadonlySet<string>;
  domainId: string;
};

/**
 * Throws JobError `file-missing`, `header-changed`, `column-missing`, or the code of what makes the file unreadable.
 */
export async function openSheet({ parameters, viewer, domainId }: Context): Promise<Sheet> {
  const { fileId, format, header, dryRun } = parameters;
  if (domainId === null) throw new JobError("parameters", "Products are imported into a domain.");
  const mapping = Mapping.parse(parameters.mapping);
  const [error] = checkMapping(mapping, header);
  if (error) throw new JobError("column-missing", error.message);
  const file = await openInput(viewer, domainId, fileId);
  const found = await faultsAsErrors(() => sniff(file.open(), format.delimiter));
  if (JSON.stringify(found.header) !== JSON.stringify(header)) {
    throw new JobError("header-changed", "The columns of the file are not those that were mapped.");
  }
  const covers = coverage(mapping);
  const slots = new Set(covers.attributes.map(slotKey));
  return { file, format, header, dryRun, mapping, covers, slots, domainId };
}

/** A fault of the file ends the run under its own code: another attempt would meet it again. */
export async function faultsAsErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isFileFault(error)) throw new JobError(error.code, error.message);
    throw isGone(error)
      ? new JobError("file-missing", "The file is not in the store any more.")
      : error;
  }
}

/** Removed between the look and the reading. */
const isGone = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
