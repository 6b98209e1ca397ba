import { execFile, type ExecFileException } from "node:child_process";
import { join } from "node:path";
import type { CsvFormat } from "../text/csv.ts";
import type { FileFaultCode } from "./file-fault.ts";
import type { ColumnSample } from "./guess-content.ts";
import type { RowFault } from "./read-csv.ts";
import type { HeaderFault } from "./sniff.ts";

/**
 * Says what an uploaded file is: its format, header, first rows, and samples of every column to guess a mapping from. The file
 * is read by a short-lived child with little memory, never in the calling process; after ten seconds it is ended.
 * @param path absolute; the caller has checked that it may be read
 * @param delimiter where a person knows better than the guess
 * @returns an inspection, or a refusal with the sentence to show. Throws only if no child can be started.
 */
export function inspectFile(
  path: string,
  delimiter?: CsvFormat["delimiter"],
): Promise<Inspection | InspectionRefusal> {
  const child = join(process.cwd(), "lib", "imports", "inspect-child.ts");
  const limits = {
    timeout: INSPECT_SECONDS * 1000,
    killSignal: "SIGKILL" as const,
    maxBuffer: ANSWER_BYTES,
  };
  return new Promise((resolve, reject) => {
    // The child needs none of the secrets that this process was started with.
    const options = { ...limits, env: { NODE_ENV: process.env.NODE_ENV } as NodeJS.ProcessEnv };
    execFile(
      process.execPath,
      ["--max-old-space-size=128", child, path, delimiter ?? ""],
      options,
      (error, stdout, stderr) => {
        if (!error) return resolve(JSON.parse(stdout) as Inspection | InspectionRefusal);
        const refusal = refusalOf(error, stderr);
        // What is left is no fault of the file: no child could start, the path is wrong, or there is an error of ours.
        return refusal
          ? resolve(refusal)
          : reject(new Error(`Inspecting failed: ${stderr.trim().slice(-2000) || error.message}`));
      },
    );
  });
}

/** `rows` are the first twenty, cells cut at 200 characters; `faults` are those of the rows that were looked at. */
export type Inspection = {
  ok: true;
  format: CsvFormat;
  header: string[];
  headerFaults: HeaderFault[];
  headerHash: string;
  rows: { rowNumber: number; cells: string[] }[];
  samples: ColumnSample[];
  /** Counted where the whole file was looked at, else estimated from its size. */
  estimatedRows: number;
  rowsCounted: boolean;
  /** At most fifty; `faultCount` counts all of the rows that were looked at. */
  faults: RowFault[];
  faultCount: number;
};
export type InspectionRefusal = { ok: false; code: FileFaultCode; message: string; line?: number };

const INSPECT_SECONDS = 10;
const ANSWER_BYTES = 48 * 1024 * 1024;

function refusalOf(error: ExecFileException, stderr: string): InspectionRefusal | undefined {
  const why = reasonOf(error, stderr);
  if (!why) return undefined;
  const message = `${why} Check that it is a CSV file with one product a row, or split it.`;
  return { ok: false, code: "file-unreadable", message };
}

function reasonOf(error: ExecFileException, stderr: string): string | undefined {
  // Told by a code and by `killed` too, so it comes first.
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
    return "Its header and first rows are too large to be shown.";
  if (error.killed) return `It could not be read within ${INSPECT_SECONDS} seconds.`;
  if (stderr.includes("heap limit") || stderr.includes("heap out of memory"))
    return "Reading it took too much memory.";
  return undefined;
}
