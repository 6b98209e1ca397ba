import { DuplicateTracker } from "#lib/imports/duplicates.ts";
import { readCsvByChunk } from "#lib/imports/read-csv.ts";
import { JobError, type StepContext } from "#lib/job-types/define.ts";
import { counted } from "#lib/text/numbers.ts";
import { readRows } from "./read-rows.ts";
import type { Context, Sheet } from "./open-sheet.ts";
import { noteIssues } from "./note-issues.ts";
import { State } from "./state.ts";

/** Rows between two looks at whether the run is to stop. */
const BREATH_ROWS = 5_000;

/**
 * Reads the file once to its end, so that a file that can't be read, or that is empty, is refused before anything is written.
 * Throws JobError `file-empty`, `rows-invalid` where the mapping wants all rows or none.
 */
export async function checkFile(context: Context, sheet: Sheet, step: StepContext): Promise<State> {
  const known = State.safeParse(context.restored);
  // The process was lost between the commit below and the end of the step: it is counted already.
  if (known.success) return known.data;
  const { rows, duplicates, ticked } = await countRows(context, sheet, step);
  if (rows === 0) throw new JobError("file-empty", "The file has a header and no rows.");
  context.log.info(`${counted(rows, "row")}, ${counted(duplicates, "duplicate")}`);
  const state: State = { rows, written: 0, linked: 0 };
  if (sheet.mapping.onInvalid === "refuse-file") await refuseInvalid(context, sheet, step, rows);
  await step.chunk(state, () => {
    step.total(rows);
    step.tick(rows - ticked);
    step.tally("duplicates", duplicates);
    return Promise.resolve();
  });
  await context.describeInput({ rows, columns: sheet.header.length, format: sheet.format });
  return state;
}

async function countRows({ signal }: Context, sheet: Sheet, step: StepContext) {
  const index = skuIndex(sheet);
  const seen = new DuplicateTracker();
  let [rows, duplicates, ticked] = [0, 0, 0];
  for await (const read of readCsvByChunk(sheet.file.open(), sheet)) {
    for (const { cells, rowNumber } of read) {
      const sku = cells[index]?.trim();
      if (sku && seen.firstRow(sku, rowNumber) !== null) duplicates += 1;
    }
    rows += read.length;
    const last = read.at(-1);
    if (!last || rows - ticked < BREATH_ROWS) continue;
    signal.throwIfAborted();
    // How many there will be is told by the bytes behind us.
    step.total(Math.ceil((rows * sheet.file.sizeBytes) / last.position.byte));
    step.tick(rows - ticked);
    step.say(`${counted(rows, "row")} read`);
    ticked = rows;
  }
  return { rows, duplicates, ticked };
}

const skuIndex = ({ mapping }: Sheet) =>
  mapping.columns.find(({ target }) => target.kind === "field" && target.field === "sku")?.index ??
  0;

/**
 * All or nothing: one refused row, and every other row is skipped. No safe point is left behind: another attempt would count
 * everything again.
 */
async function refuseInvalid({ signal }: Context, sheet: Sheet, step: StepContext, rows: number) {
  let invalid = 0;
  for await (const read of readRows(sheet)) {
    signal.throwIfAborted();
    const refused = read.filter((row) => row.product === null);
    invalid += refused.length;
    for (const row of refused) noteIssues(step, row);
  }
  if (invalid === 0) return;
  step.tally("read", rows);
  step.tally("invalid", invalid);
  step.tally("skipped", rows - invalid);
  const found = `${counted(invalid, "row")} of ${counted(rows, "row")} can't be imported`;
  throw new JobError("rows-invalid", `${found}, so nothing was written.`);
}
