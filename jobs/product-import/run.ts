import { JobError, type Run } from "#lib/job-types/define.ts";
import { counted } from "#lib/text/numbers.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { size } from "#lib/text/sizes.ts";
import { checkFile } from "./check-file.ts";
import type { productImport } from "./job.ts";
import { faultsAsErrors, openSheet, type Context, type Sheet } from "./open-sheet.ts";
import { State } from "./state.ts";
import { writeLinks } from "./write-links.ts";
import { writeProducts } from "./write-products.ts";

/** Check the file → write products → write associations. Every step can be repeated, and goes on where it was. */
export const run: Run<typeof productImport> = (context) =>
  rightsAsErrors(() => faultsAsErrors(() => importSheet(context)));

async function importSheet(context: Context): Promise<void> {
  const sheet = await openSheet(context);
  const fresh = context.restored === undefined;
  if (fresh) context.log.info(described(sheet));
  const checked =
    (await context.step("check-file", (step) => checkFile(context, sheet, step))) ??
    State.parse(context.restored);
  const written =
    (await context.step("write-products", (step) =>
      writeProducts(context, sheet, step, checked),
    )) ?? checked;
  await context.step("write-associations", (step) => writeLinks(context, sheet, step, written));
}

/** A person who lost the right while the run waited or ran. */
async function rightsAsErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error, "forbidden")) throw new JobError("not-permitted", error.message);
    throw error;
  }
}

function described({ file, format, mapping, dryRun }: Sheet): string {
  const used = mapping.columns.filter(({ target }) => target.kind !== "ignore").length;
  const columns = `${used} of ${counted(mapping.columns.length, "column")} used`;
  const verb = dryRun ? "Checks" : "Reads";
  return `${verb} ${file.name}, ${size(file.sizeBytes)}: ${DELIMITERS[format.delimiter]}, UTF-8, ${columns}`;
}

const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
