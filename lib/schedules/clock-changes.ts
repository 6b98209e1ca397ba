import { stretchAt, wallTime } from "./zone-clock.ts";

/** The clocks of a zone are changed: at `at` they show `to` instead of `from`. */
export type ClockChange = { at: string; from: string; to: string; forward: boolean };

/** The changes of a zone's clocks after `from` and before `until` (ms). */
export function clockChanges(zone: string, from: number, until: number): ClockChange[] {
  const found: ClockChange[] = [];
  for (let stretch = stretchAt(zone, from); stretch.until < until;) {
    const { until: at, offset } = stretch;
    stretch = stretchAt(zone, at);
    // Stretches are also cut at New Year, which changes no clock.
    if (stretch.offset === offset) continue;
    const forward = stretch.offset > offset;
    found.push({
      at: new Date(at).toISOString(),
      from: clock(at + offset),
      to: clock(wallTime(zone, at)),
      forward,
    });
  }
  return found;
}

const clock = (wall: number) => new Date(wall).toISOString().slice(11, 16);
