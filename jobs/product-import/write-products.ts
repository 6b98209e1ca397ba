import type { StepContext } from "#lib/job-types/define.ts";
import { prepareChanges, type PreparedChange } from "#lib/products/prepare-changes.ts";
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
  for await (const chunk of oneAhead(prepared(sheet, inChunks(readRows(sheet, state.written))))) {
    state = { ...state, written: state.written + chunk.rowCount };
    await writeChunk(context, sheet, step, chunk, state);
    pace(state.written);
  }
  return state;
}

/** Of rows that nothing is said about, only their changes wait in memory. */
type Chunk = { rowCount: number; changes: PreparedChange[]; withIssues: Row[] };

/** All that takes no database is done here, while that writes the chunk before. */
async function* prepared(sheet: Sheet, chunks: AsyncIterable<Row[]>): AsyncGenerator<Chunk> {
  for await (const rows of chunks) {
    const changes = rows.flatMap(({ product }) =>
      product ? [asChange(product, sheet.covers)] : [],
    );
    const withIssues = rows.filter(({ issues }) => issues.length > 0);
    yield { rowCount: rows.length, changes: prepareChanges(changes, sheet.slots), withIssues };
  }
}

/** What is noted is noted in the chunk's own transaction, so that the counts add up wherever the run ends. */
async function writeChunk(
  context: Context,
  sheet: Sheet,
  step: StepContext,
  { rowCount, changes, withIssues }: Chunk,
  state: State,
): Promise<void> {
  const { viewer, runId } = context;
  const { domainId, slots, dryRun } = sheet;
  await step.chunk(state, async (tx) => {
    const { created, updated, unchanged } = await upsertProducts(tx, viewer, {
      domainId,
      changes,
      slots,
      runId,
      dryRun,
    });
    step.tally("read", rowCount);
    step.tally(dryRun ? "would-create" : "created", created);
    step.tally(dryRun ? "would-update" : "updated", updated);
    step.tally("unchanged", unchanged);
    step.tally("skipped", 0);
    step.tally("invalid", rowCount - changes.length);
    step.tick(rowCount);
    for (const row of withIssues) noteIssues(step, row);
  });
}
