import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { downloadObstacle } from "../files/may-download.ts";
import { writeCsv, type CsvCell } from "../text/csv.ts";
import { Refusal } from "../text/refusal.ts";
import { listIssuesWithin, type IssuePage, type IssueQuery } from "./list-issues.ts";
import { loadRun, type StoredRun } from "./load.ts";

const ROWS_PER_READ = 2000;
const COLUMNS = [
  { header: "Row", numeric: true },
  { header: "Severity" },
  { header: "Code" },
  { header: "Column" },
  { header: "Value" },
  { header: "Message" },
];

export type CsvText = { name: string; text: AsyncGenerator<string> };

/**
 * All issues of a run as CSV for spreadsheets: no cell can start a formula. Read piece by piece.
 * Throws Refusal `not-found`, `forbidden`.
 */
export async function issuesCsv(viewer: Viewer, runId: number): Promise<CsvText> {
  const run = await read(viewer, (tx) => loadRun(tx, viewer, runId));
  const obstacle = downloadObstacle(viewer, run);
  if (obstacle) throw new Refusal("forbidden", obstacle);
  return { name: `run-${run.id}-issues.csv`, text: writeCsv(COLUMNS)(rows(viewer, run)) };
}

async function* rows(viewer: Viewer, run: StoredRun): AsyncGenerator<CsvCell[]> {
  for (let after: number | null = 0; after !== null;) {
    const query: IssueQuery = { after, limit: ROWS_PER_READ };
    const page: IssuePage = await read(viewer, (tx) => listIssuesWithin(tx, run, query));
    for (const issue of page.rows) {
      yield [issue.row, issue.severity, issue.code, issue.column, issue.value, issue.message];
    }
    after = page.next;
  }
}
