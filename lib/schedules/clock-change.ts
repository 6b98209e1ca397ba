import { stretchAt, wallTime, type WallTime } from "./zone-clock.ts";

/** More times than this are not named one by one. */
const NAMED_MAX = 3;

/** `02:30 does not exist this night, clocks go from 02:00 to 03:00. It runs once, at 03:00.` `at` is the end of the gap. */
export function saidOfGap(zone: string, at: number, lost: WallTime[]): string {
  const { from, to } = changeAt(zone, at);
  const several = lost.length > 1;
  return (
    `${named(lost)} ${several ? "do" : "does"} not exist this night, clocks go from ${from} to ${to}. ` +
    `${several ? "They are one run" : "It runs once"}, at ${to}.`
  );
}

/** What a time that comes twice means: of a plan with named hours the first one counts, of an hourly one both do. */
export function saidOfFold(zone: string, { at, wall }: { at: number; wall: WallTime }): string {
  const stretch = stretchAt(zone, at);
  const isSecond = wallTime(zone, stretch.from - 1) >= wall && stretch.from > at - 4 * 3_600_000;
  const { from, to } = changeAt(zone, isSecond ? stretch.from : stretch.until);
  const change = `clocks go back from ${from} to ${to}`;
  return isSecond
    ? `${clock(wall)} for the second time this night: ${change}, and this plan follows elapsed time.`
    : `${clock(wall)} comes twice this night, ${change}. It runs once, the first time.`;
}

/** What the wall shows when the clocks change, and what instead. */
function changeAt(zone: string, at: number): { from: string; to: string } {
  return { from: clock(wallTime(zone, at - 1) + 1), to: clock(wallTime(zone, at)) };
}

const clock = (wall: WallTime) => new Date(wall).toISOString().slice(11, 16);

function named(lost: WallTime[]): string {
  const names = lost.slice(0, NAMED_MAX).map(clock);
  const more = lost.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return names.length > 1
    ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
    : (names[0] as string);
}
