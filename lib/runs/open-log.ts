import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { loadRun } from "./load.ts";
import { placeOf, type LogQuery } from "./log-input.ts";
import { findWithin, logFactsWithin, type LogFacts, type LogMatches } from "./log-facts.ts";
import { readLogWithin, type LogPart } from "./read-log.ts";

/** A run's log as it is opened: the lines at the place that was asked for, and what its tools show. */
export type OpenLog = LogFacts & { part: LogPart; matches: LogMatches | null };

/** Lines in the first document; more come on demand. */
const FIRST_LINES = 600;

/** Reads the log that an address names. Throws Refusal `not-found`. */
export function openLog(viewer: Viewer, runId: number, query: LogQuery): Promise<OpenLog> {
  return read(viewer, async (tx) => {
    const run = await loadRun(tx, viewer, runId);
    const filter = { levels: query.levels, step: query.step };
    return {
      ...(await logFactsWithin(tx, viewer, run)),
      part: await readLogWithin(tx, run, placeOf(query), filter, FIRST_LINES),
      matches: query.q ? await findWithin(tx, run, query.q, filter) : null,
    };
  });
}
