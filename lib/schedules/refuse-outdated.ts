import type { Viewer } from "../access/viewer.ts";
import { moment } from "../text/dates.ts";
import { conflict } from "../text/refusal.ts";
import { planInWords } from "./plan-record.ts";
import type { StoredSchedule } from "./settle-due.ts";

/** Refuses a change that was made to an older version of the row, and says who was faster with what. */
export function refuseOutdated(viewer: Viewer, row: StoredSchedule, version: number): void {
  if (row.version === version) return;
  const who = row.changedBy ?? row.pausedBy ?? "somebody";
  const when = row.changedAt ? ` (${moment(row.changedAt, new Date(), viewer.timeZone)})` : "";
  const pause = row.pausedAt ? ` It is paused by ${row.pausedBy}: ${row.pausedReason}` : "";
  throw conflict(
    `${who} changed this job meanwhile${when}. It is now: ${planInWords(row)}${pause} Yours is not saved; look at both.`,
  );
}
