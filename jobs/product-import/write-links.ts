import type { StepContext } from "#lib/job-types/define.ts";
import { writeAssociations } from "#lib/products/write-associations.ts";
import { counted } from "#lib/text/numbers.ts";
import { asLinks } from "./as-change.ts";
import type { Context, Sheet } from "./open-sheet.ts";
import { oneAhead } from "./one-ahead.ts";
import { inChunks, readRows, type Row } from "./read-rows.ts";
import type { State } from "./state.ts";

/**
 * Writes what the file says about associations, once all its products are there. Targets are kept as they are named: one that
 * is not there yet may come with another file.
 */
export async function writeLinks(
  context: Context,
  sheet: Sheet,
  step: StepContext,
  from: State,
): Promise<void> {
  if (sheet.covers.associations.length === 0) {
    context.log.info("The file has no columns for associations");
    return;
  }
  let state = from;
  let missing = 0;
  step.total(state.rows);
  for await (const chunk of oneAhead(inChunks(readRows(sheet, state.linked)))) {
    state = { ...state, linked: state.linked + chunk.length };
    missing += await linkChunk(context, sheet, step, chunk, state);
  }
  if (missing > 0)
    context.log.info(
      `${counted(missing, "association")} to products that are not there yet are kept`,
    );
}

async function linkChunk(
  context: Context,
  sheet: Sheet,
  step: StepContext,
  chunk: Row[],
  state: State,
): Promise<number> {
  const changes = chunk.flatMap(({ product }) => (product ? [asLinks(product)] : []));
  const { domainId, dryRun, covers } = sheet;
  return await step.chunk(state, async (tx) => {
    const input = { domainId, changes, covered: covers.associations, dryRun };
    const { stored, missing } = await writeAssociations(tx, context.viewer, input);
    step.tally("associations", stored);
    step.tick(chunk.length);
    return missing;
  });
}
