import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { moment } from "../text/dates.ts";
import { conflict } from "../text/refusal.ts";
import { lastChangeOf, type LastChange } from "./last-change.ts";
import { planInWords } from "./plan-record.ts";
import type { StoredSchedule } from "./stored.ts";

/** Refuses a change that was made to an older version of the row, and says who was faster with what. */
export async function refuseOutdated(
  tx: Tx,
  viewer: Viewer,
  row: StoredSchedule,
  version: number,
): Promise<void> {
  if (row.version === version) return;
  const last = await lastChangeOf(tx, row.id);
  const who = last
    ? `${said(last)}, ${moment(last.at, await now(tx), viewer.timeZone)}`
    : "It was changed";
  const pause = row.pausedAt ? ` It is paused by ${row.pausedBy}: ${row.pausedReason}` : "";
  throw conflict(
    `${who}, while this form was open. The plan is now: ${planInWords(row)}${pause} Nothing of yours is saved yet; look at both and save again.`,
  );
}

const said = ({ by, action, what }: LastChange) =>
  action === "schedule.pause" || action === "schedule.resume"
    ? `${by} ${what}`
    : `${by} changed ${what}`;
