import { wallTime } from "./zone-clock.ts";

/** A ruled moment of the axis; of a day's first one the day is said. */
export type Tick = { at: number; hour: number; day: boolean };

/** Zones differ by quarters of an hour, so every full hour of theirs lies on one. */
const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
const DAY = 24 * HOUR;

/** Between two rules, in hours, by how long the axis is. */
const EVERY_HOURS: Array<[spanHours: number, every: number]> = [
  [12, 1],
  [48, 3],
  [24 * 14, 24],
];

/**
 * The full hours of a zone's wall clock that are ruled between two moments (ms). The axis is elapsed time: around a change of the
 * clocks two rules are an hour further apart or closer.
 */
export function axisTicks(zone: string, from: number, until: number): Tick[] {
  const span = (until - from) / HOUR;
  const every = EVERY_HOURS.find(([longest]) => span <= longest)?.[1] ?? 24;
  const found: Tick[] = [];
  for (let at = Math.ceil(from / QUARTER) * QUARTER; at < until; at += QUARTER) {
    const wall = wallTime(zone, at);
    const hour = Math.floor(wall / HOUR) % 24;
    const day = Math.floor(wallTime(zone, at - QUARTER) / DAY) < Math.floor(wall / DAY);
    const last = found.at(-1);
    // The second time that a wall shows an hour is not ruled again.
    const isSecond = last?.hour === hour && at - last.at <= HOUR;
    if (day || (wall % HOUR === 0 && hour % every === 0 && !isSecond))
      found.push({ at, hour, day });
  }
  return found;
}
