import type { StepContext } from "#lib/job-types/define.ts";
import { inLockOrder, prepareChange, type PreparedChange } from "#lib/products/prepare-change.ts";
import { upsertProducts } from "#lib/products/upsert-chunk.ts";
import { counted } from "#lib/text/numbers.ts";
import { asChange } from "./as-change.ts";
import { noteIssues } from "./note-issues.ts";
import type { Context, Sheet } from "./open-sheet.ts";
import { paceOf } from "./pace.ts";
import { oneAhead } from "./one-ahead.ts";
import { inChunks, readRows, type Row } from "./read-rows.ts";
import type { State } from "./state.ts";

/** Writes the rows chunk by chunk. Each chunk commits with its counts and with how far it came. */
export async function writeProducts(
  context: Context,
  sheet: Sheet,
  step: StepContext,
  from: State,
): Promise<State> {
  let state = from;
  step.total(state.rows);
  if (state.written > 0) context.log.info(`goes on after ${counted(state.written, "row")}`);
  const pace = paceOf(context, step, state.rows, state.written);
  for await (const chunk of oneAhead(inChunks(prepared(sheet, readRows(sheet, state.written))))) {
    state = { ...state, written: state.written + chunk.length };
    await writeChunk(context, sheet, step, chunk, state);
    pace(state.written);
  }
  return state;
}

/** Of a row that nothing is said about, only its change waits in memory. */
type Prepared = {
  endByte: number;
  change: PreparedChange | undefined;
  withIssues: Row | undefined;
};

/** All that takes no database is done here, a few rows at a time, while that writes the chunk before. */
async function* prepared(sheet: Sheet, read: AsyncIterable<Row[]>): AsyncGenerator<Prepared[]> {
  for await (const rows of read) yield rows.map((row) => preparedRow(sheet, row));
}

function preparedRow({ covers, slots }: Sheet, row: Row): Prepared {
  const { endByte, product, issues } = row;
  const change = product ? prepareChange(asChange(product, covers), slots) : undefined;
  return { endByte, change, withIssues: issues.length > 0 ? row : undefined };
}

/** What is noted is noted in the chunk's own transaction, so that the counts add up wherever the run ends. */
async function writeChunk(
  context: Context,
  sheet: Sheet,
  step: StepContext,
  rows: Prepared[],
  state: State,
): Promise<void> {
  const { viewer, runId } = context;
  const { domainId, slots, dryRun } = sheet;
  const changes = inLockOrder(rows.flatMap(({ change }) => change ?? []));
  await step.chunk(state, async (tx) => {
    const { created, updated, unchanged } = await upsertProducts(tx, viewer, {
      domainId,
      changes,
      slots,
      runId,
      dryRun,
    });
    step.tally("read", rows.length);
    step.tally(dryRun ? "would-create" : "created", created);
    step.tally(dryRun ? "would-update" : "updated", updated);
    step.tally("unchanged", unchanged);
    step.tally("skipped", 0);
    step.tally("invalid", rows.length - changes.length);
    step.tick(rows.length);
    for (const { withIssues } of rows) if (withIssues) noteIssues(step, withIssues);
  });
}
