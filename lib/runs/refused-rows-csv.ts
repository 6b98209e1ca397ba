import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { refusedRows } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { downloadObstacle } from "../files/may-download.ts";
import { REASON_HEADER, writeRefusedRows, type RefusedRow } from "../text/csv.ts";
import { conflict, Refusal } from "../text/refusal.ts";
import type { CsvText } from "./issues-csv.ts";
import { loadRun, type StoredRun } from "./load.ts";

const ROWS_PER_READ = 500;

/** What the run was started with says how its file was written. */
const Input = z.object({
  header: z.array(z.string()).min(1),
  format: z.object({
    delimiter: z.enum([",", ";", "\t", "|"]),
    quote: z.enum(['"', "'"]),
    newline: z.enum(["\n", "\r\n", "\r"]),
    bom: z.boolean(),
  }),
});

/**
 * The refused rows of a run as a file in its input's own format, every cell as it was, with a last column that says why; ready
 * to be corrected and uploaded as a run that continues this one. Read piece by piece.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (the run read no such file).
 */
export async function refusedRowsCsv(viewer: Viewer, runId: number): Promise<CsvText> {
  const run = await read(viewer, (tx) => loadRun(tx, viewer, runId));
  const obstacle = downloadObstacle(viewer, run);
  if (obstacle) throw new Refusal("forbidden", obstacle);
  const input = Input.safeParse(run.parameters);
  if (!input.success) throw conflict(`Run #${runId} read no file of rows.`);
  const { header, format } = input.data;
  // A file that is itself such a download gets its reasons anew instead of a second column of them.
  const reuseLastColumn = header.at(-1)?.toLowerCase() === REASON_HEADER;
  const text = writeRefusedRows(header, format, { reuseLastColumn });
  return { name: refusedName(run.title), text: text(rows(viewer, run, header.length)) };
}

/** `products.csv` becomes `products-refused.csv`. */
function refusedName(title: string): string {
  const [, stem = title, ending = ".csv"] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(title) ?? [];
  return `${stem}-refused${ending}`;
}

async function* rows(
  viewer: Viewer,
  run: StoredRun,
  columnCount: number,
): AsyncGenerator<RefusedRow> {
  for (let after = 0; ;) {
    const found = await read(viewer, (tx) =>
      tx
        .select({ seq: refusedRows.seq, cells: refusedRows.cells, reason: refusedRows.reason })
        .from(refusedRows)
        .where(
          and(
            eq(refusedRows.runCreatedAt, run.createdAt),
            eq(refusedRows.runId, run.id),
            gt(refusedRows.seq, after),
          ),
        )
        .orderBy(asc(refusedRows.seq))
        .limit(ROWS_PER_READ),
    );
    for (const row of found) yield refused(row, columnCount);
    if (found.length < ROWS_PER_READ) return;
    after = found.at(-1)?.seq ?? after;
  }
}

/** Of a row whose quotes could not be read there is only its text, in one cell. */
function refused(
  { cells, reason }: { cells: string[]; reason: string },
  columnCount: number,
): RefusedRow {
  const [only] = cells;
  const isRaw = cells.length === 1 && columnCount > 1 && only !== undefined;
  return isRaw ? { cells, raw: only, reason } : { cells, reason };
}
