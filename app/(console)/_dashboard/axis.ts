import type { RunRow } from "#lib/runs/row.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * MINUTE);
const TICKS_MAX = 6;
/** A tick closer than this to the present would be written over it; in per cent of the width. */
const CLEAR_OF_NOW = 7;
/** What stands behind a bar needs room. */
const LABEL_SHARE = 0.3;

export type Axis = {
  /** Position of a moment in per cent, 0 to 100. */
  at: (ms: number) => number;
  ticks: number[];
};

/** When a run is expected to end, or null where nothing is known. */
export function endOf(run: RunRow, nowMs: number): number | null {
  if (run.timeLeft !== null && typeof run.timeLeft === "object")
    return nowMs + run.timeLeft.seconds * 1000;
  if (run.status !== "queued" || !run.waits?.usualSeconds) return null;
  return startOf(run, nowMs) + run.waits.usualSeconds * 1000;
}

/** When it began; of one that waits, when it will. */
export function startOf(run: RunRow, nowMs: number): number {
  if (run.startedAt && run.status !== "queued") return Date.parse(run.startedAt);
  return nowMs + (run.waits?.startsInSeconds ?? 0) * 1000;
}

/** An axis on which the longest of these runs and what is expected of them has room. */
export function axisOf(rows: readonly RunRow[], nowMs: number): Axis {
  const from = Math.min(nowMs - 2 * MINUTE, ...rows.map((run) => startOf(run, nowMs)));
  const until = Math.max(nowMs + 4 * MINUTE, ...rows.map((run) => endOf(run, nowMs) ?? nowMs));
  const length = (until - from) / (1 - LABEL_SHARE);
  const at = (ms: number) => Math.min(100, Math.max(0, ((ms - from) / length) * 100));
  const step =
    STEPS.find((each) => length / each <= TICKS_MAX) ?? Math.ceil(length / TICKS_MAX / DAY) * DAY;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick < from + length; tick += step) {
    if (Math.abs(at(tick) - at(nowMs)) > CLEAR_OF_NOW && at(tick) > 3 && at(tick) < 97)
      ticks.push(tick);
  }
  return { at, ticks };
}
