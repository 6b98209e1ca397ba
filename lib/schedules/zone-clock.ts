/** A stretch of time in which a zone keeps one distance from UTC, in ms. It ends where the next one begins. */
export type Stretch = { from: number; until: number; offset: number };

/**
 * What a clock on the wall shows, in ms as if it were UTC, without saying which moment it is. Only this file turns one into
 * the other.
 */
export type WallTime = number;

/** `gap`: the wall time does not exist, `at` is the first moment after the gap. `fold`: it comes twice, `at` is the first. */
export type Moment = { at: number; shifted?: "gap" | "fold" };

const SECOND = 1000;
const DAY = 24 * 3_600_000;

/** What the wall shows at a moment. */
export const wallTime = (zone: string, at: number): WallTime => at + stretchAt(zone, at).offset;

/** The moment of a wall time: in the spring gap the first one after it, in the autumn fold the first of the two. */
export function momentOf(zone: string, wall: WallTime): Moment {
  const around = stretchesAround(zone, wall);
  if (around.length === 1) return { at: wall - (around[0] as Stretch).offset };
  const hits = around.filter((stretch) => isWithin(wall - stretch.offset, stretch));
  const [first, second] = hits.map(({ offset }) => wall - offset);
  if (first === undefined) return { at: gapEnd(around, wall), shifted: "gap" };
  return second === undefined ? { at: first } : { at: first, shifted: "fold" };
}

/**
 * The stretch of a moment; stretches are also cut at New Year (UTC), which changes no offset. Throws RangeError for a zone that
 * this machine does not know.
 */
export function stretchAt(zone: string, at: number): Stretch {
  const year = new Date(at).getUTCFullYear();
  return stretchesOf(zone, year).find((each) => isWithin(at, each)) as Stretch;
}

const isWithin = (at: number, { from, until }: Stretch) => at >= from && at < until;

/** No zone is further than 14 hours from UTC. */
function stretchesAround(zone: string, wall: WallTime): Stretch[] {
  const found = [stretchAt(zone, wall - DAY)];
  for (let last = found[0] as Stretch; last.until <= wall + DAY; found.push(last))
    last = stretchAt(zone, last.until);
  return found;
}

/** The last stretch that was over on its own clock before the wall time came. */
function gapEnd(around: Stretch[], wall: WallTime): number {
  return (around.findLast(({ until, offset }) => until + offset <= wall) as Stretch).until;
}

const known = new Map<string, Stretch[]>();
const KNOWN_MAX = 5000;

function stretchesOf(zone: string, year: number): Stretch[] {
  const key = `${zone} ${year}`;
  let found = known.get(key);
  if (!found) {
    found = findStretches(zone, Date.UTC(year, 0), Date.UTC(year + 1, 0));
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(key, found);
  }
  return found;
}

/** Asks once a day; no zone has changed its clocks twice within one. */
function findStretches(zone: string, from: number, end: number): Stretch[] {
  const offsetAt = offsetsOf(zone);
  const found: Stretch[] = [{ from, until: end, offset: offsetAt(from) }];
  for (let day = from; day < end; day += DAY) {
    const last = found.at(-1) as Stretch;
    const next = Math.min(day + DAY, end - SECOND);
    if (offsetAt(next) === last.offset) continue;
    last.until = firstOther(offsetAt, day, next);
    found.push({ from: last.until, until: end, offset: offsetAt(next) });
  }
  return found;
}

/** The second at which the offset that held at `low` is another one, as it is at `high`. */
function firstOther(offsetAt: (at: number) => number, low: number, high: number): number {
  const before = offsetAt(low);
  while (high - low > SECOND) {
    const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetsOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const parts = format.formatToParts(at).map((part) => [part.type, Number(part.value)] as const);
    const { year, month, day, hour, minute, second } = Object.fromEntries(parts) as Record<
      string,
      number
    >;
    return Date.UTC(year!, month! - 1, day, hour, minute, second) - at;
  };
}
