import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { oneRecord } from "../text/visible.ts";
import { loadRun, type StoredRun } from "./load.ts";
import { readLogWithin, type LogLine } from "./read-log.ts";
import { STATUS } from "./status.ts";

const LINES_PER_READ = 2000;

export type LogText = { name: string; text: AsyncGenerator<string> };

/**
 * The complete log as a text file, one record a line, times in UTC; read piece by piece, so that memory stays flat. Ends with
 * what became of the run. Throws Refusal `not-found`.
 */
export async function logText(viewer: Viewer, runId: number): Promise<LogText> {
  const run = await read(viewer, (tx) => loadRun(tx, viewer, runId));
  return { name: `run-${run.id}.log`, text: lines(viewer, run) };
}

async function* lines(viewer: Viewer, run: StoredRun): AsyncGenerator<string> {
  yield `# Run ${run.id}: ${oneRecord(run.title)} (${run.jobType}), created ${run.createdAt.toISOString()}\n`;
  for (let after = 0; ;) {
    const part = await read(viewer, (tx) => readLogWithin(tx, run, { after }, {}, LINES_PER_READ));
    if (part.lines.length > 0) yield part.lines.map(written).join("");
    after = part.lines.at(-1)?.seq ?? after;
    if (part.atEnd) break;
  }
  yield `# ${await ending(viewer, run.id)}\n`;
}

const written = (line: LogLine) =>
  `${line.seq}\t${line.at}\t${line.level}\t${oneRecord(line.step ?? "-")}\t${oneRecord(line.message)}\n`;

async function ending(viewer: Viewer, runId: number): Promise<string> {
  const run = await read(viewer, (tx) => loadRun(tx, viewer, runId));
  const { label, live } = STATUS[run.status];
  return live
    ? `${label} when this was downloaded`
    : `${label} ${run.endedAt?.toISOString() ?? ""}`.trim();
}
