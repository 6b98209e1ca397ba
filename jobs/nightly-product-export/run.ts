import { exportColumns, type ExportColumn, type UsedSlot } from "#lib/exports/export-columns.ts";
import type { ProductFilter } from "#lib/exports/product-filter.ts";
import { surveyAssociations, surveyProducts } from "#lib/exports/survey-products.ts";
import { JobError, type Run, type RunContext, type StepContext } from "#lib/job-types/define.ts";
import { counted } from "#lib/text/numbers.ts";
import type { nightlyProductExport } from "./job.ts";
import { writeFiles } from "./write-files.ts";

export type Parameters = { format: "csv" | "xlsx" | "both"; onlyEnabled: boolean; family: string };
type Context = RunContext<Parameters>;
export type Selection = { productCount: number; columns: ExportColumn[] };

/** Looks through all products for the columns they need, then writes them. A file is whole or not there. */
export const run: Run<typeof nightlyProductExport> = async (context) => {
  const filter = filterOf(context);
  const selected =
    (await context.step("select", (step) => select(context, step, filter))) ??
    (context.restored as Selection);
  await context.step("write-file", (step) => writeFiles(context, step, filter, selected));
};

function filterOf({ domainId, parameters: { onlyEnabled, family } }: Context): ProductFilter {
  if (domainId === null) throw new JobError("domain-gone", "Products belong to a domain.");
  return { domainId, onlyEnabled, family };
}

const PART = 10_000;
/** As the import's own limit: nothing is written that could not be read again. */
const COLUMNS_MAX = 2_000;

async function select(
  { viewer, signal, log }: Context,
  step: StepContext,
  filter: ProductFilter,
): Promise<Selection> {
  const slots = new Map<string, UsedSlot>();
  let productCount = 0;
  for (let after: string | null = ""; after !== null;) {
    signal.throwIfAborted();
    const part = await surveyProducts(viewer, filter, after, PART);
    for (const slot of part.slots) keep(slots, slot);
    productCount += part.productCount;
    step.tick(part.productCount);
    step.say(`${counted(productCount, "product")} selected`);
    after = part.last;
  }
  const associations = await surveyAssociations(viewer, filter.domainId);
  const columns = exportColumns([...slots.values()], associations);
  if (columns.length > COLUMNS_MAX)
    throw new JobError(
      "too-many-columns",
      `The products need ${counted(columns.length, "column")}; a file has ${COLUMNS_MAX} at most. Export family by family.`,
    );
  log.info(`${counted(productCount, "product")} selected, ${counted(columns.length, "column")}`);
  const selection = { productCount, columns };
  await step.chunk(selection, async () => {
    step.tally("selected", productCount);
    step.tally("columns", columns.length);
  });
  return selection;
}

function keep(slots: Map<string, UsedSlot>, slot: UsedSlot): void {
  const key = JSON.stringify([slot.code, slot.locale, slot.channel, slot.currency]);
  const hasUnit = slot.hasUnit || (slots.get(key)?.hasUnit ?? false);
  slots.set(key, { ...slot, hasUnit });
}
