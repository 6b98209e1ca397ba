import { createReadStream, statSync } from "node:fs";
import { isFileFault } from "./file-fault.ts";
import { Sampler } from "./guess-content.ts";
import type { Inspection, InspectionRefusal } from "./inspect.ts";
import { readCsv, type RowFault } from "./read-csv.ts";
import { headerHash, type Sheet, sniff } from "./sniff.ts";

async function answer(path: string, delimiter: string): Promise<Inspection | InspectionRefusal> {
  try {
    const sheet = await sniff(
      createReadStream(path),
      DELIMITERS.find((known) => known === delimiter),
    );
    return {
      ok: true,
      ...sheet,
      headerHash: headerHash(sheet.header),
      ...(await look(path, sheet)),
    };
  } catch (error) {
    if (!isFileFault(error)) throw error;
    const { code, message, line } = error;
    return { ok: false, code, message, line };
  }
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
const SHOWN_ROWS = 20;
const SHOWN_CHARS = 200;
const NAMED_FAULTS = 50;
/** Enough to guess from; the run checks the rest. */
const LOOK_ROWS = 5_000;
const LOOK_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 4_000;

type Look = Pick<
  Inspection,
  "rows" | "samples" | "estimatedRows" | "rowsCounted" | "faults" | "faultCount"
>;

async function look(path: string, sheet: Sheet): Promise<Look> {
  const sampler = new Sampler(sheet.header.length);
  const rows: Look["rows"] = [];
  const faults: RowFault[] = [];
  const began = performance.now();
  let faultCount = 0;
  let looked = 0;
  let bytes = 0;
  let whole = true;
  for await (const row of readCsv(createReadStream(path), sheet)) {
    looked += 1;
    bytes = row.position.byte;
    faultCount += row.faults.length;
    faults.push(...row.faults.slice(0, NAMED_FAULTS - faults.length));
    if (rows.length < SHOWN_ROWS)
      rows.push({
        rowNumber: row.rowNumber,
        cells: row.cells.map((cell) => cell.slice(0, SHOWN_CHARS)),
      });
    if (row.faults.length === 0) sampler.add(row.cells);
    whole = looked < LOOK_ROWS && bytes < LOOK_BYTES && performance.now() - began < LOOK_MS;
    if (!whole) break;
  }
  const estimate =
    whole || bytes === 0 ? looked : Math.round((looked * statSync(path).size) / bytes);
  return {
    rows,
    samples: sampler.columns,
    estimatedRows: estimate,
    rowsCounted: whole,
    faults,
    faultCount,
  };
}

// Started by inspectFile: reads the file named by its argument, prints one JSON answer, ends. Last, because a module's
// constants are not there before their line has run.
process.stdout.write(JSON.stringify(await answer(process.argv[2] ?? "", process.argv[3] ?? "")));
