import type { Lane } from "./upcoming.ts";

export type UpcomingSummary = {
  /** Due within reach ahead. */
  dueCount: number;
  /** The most that come due at one moment ahead; null where nothing does. */
  peak: { count: number; at: string } | null;
  missedCount: number;
  lateCount: number;
  skippedCount: number;
};

/** The figures above the axis. */
export function summaryOf(lanes: readonly Lane[]): UpcomingSummary {
  const past = lanes.flatMap((lane) => lane.past.map((due) => due.outcome));
  const of = (...outcomes: string[]) => past.filter((each) => outcomes.includes(each)).length;
  return {
    dueCount: lanes.reduce((sum, lane) => sum + lane.coming.length + lane.moreComing, 0),
    peak: peakOf(lanes),
    missedCount: of("missed"),
    lateCount: of("late"),
    skippedCount: of("skipped-running", "skipped-paused"),
  };
}

function peakOf(lanes: readonly Lane[]): UpcomingSummary["peak"] {
  const counts = new Map<string, number>();
  for (const lane of lanes)
    for (const { at } of lane.coming) counts.set(at, (counts.get(at) ?? 0) + 1);
  let peak: UpcomingSummary["peak"] = null;
  for (const [at, count] of counts)
    if (!peak || count > peak.count || (count === peak.count && at < peak.at)) peak = { at, count };
  return peak;
}
