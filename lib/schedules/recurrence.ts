import { compile, type Pattern } from "./compile.ts";
import type { Recurrence } from "./plan-input.ts";
import { saidOfFold, saidOfGap } from "./clock-change.ts";
import { momentOf, stretchAt, wallTime, type WallTime } from "./zone-clock.ts";

/** A time at which a plan is due. Where the clocks change, `shifted` and `said` tell what becomes of it. */
export type Occurrence = {
  at: Date;
  /** `gap`: planned for a time that does not exist on that day. `fold`: for one that comes twice, or the second of the two. */
  shifted?: "gap" | "fold";
  /** One or two sentences. */
  said?: string;
};

/**
 * The next times of a plan, strictly after `after`, at most `count`, fewer only when the plan ends. The one engine behind preview,
 * list and tick: a time that does not exist becomes the first moment after the gap, one that comes twice is the first of the
 * two, and times of one plan that fall into the same gap are one. Throws RangeError for an unknown zone.
 */
export function nextTimes(
  recurrence: Recurrence,
  zone: string,
  after: Date,
  count: number,
): Occurrence[] {
  const found: Occurrence[] = [];
  for (const moment of occurrences(recurrence, zone, after)) {
    found.push(marked(recurrence, zone, moment));
    if (found.length >= count) break;
  }
  return found;
}

/** The next time alone, or undefined when the plan never comes due again. */
export function nextTime(recurrence: Recurrence, zone: string, after: Date): Date | undefined {
  const [first] = occurrences(recurrence, zone, after);
  return first && new Date(first.at);
}

/** All times after `after` up to and with `until`, without marks, at most `limit`. */
export function timesUntil(
  recurrence: Recurrence,
  zone: string,
  after: Date,
  until: Date,
  limit: number,
): Date[] {
  const found: Date[] = [];
  for (const { at } of occurrences(recurrence, zone, after)) {
    if (at > until.getTime() || found.length >= limit) break;
    found.push(new Date(at));
  }
  return found;
}

/** The same with marks. */
export function markedUntil(
  recurrence: Recurrence,
  zone: string,
  after: Date,
  until: Date,
  limit: number,
): Occurrence[] {
  const found: Occurrence[] = [];
  for (const moment of occurrences(recurrence, zone, after)) {
    if (moment.at > until.getTime() || found.length >= limit) break;
    found.push(marked(recurrence, zone, moment));
  }
  return found;
}

/** A moment with the wall time for which it was planned. */
type Planned = { at: number; wall: WallTime; shifted?: "gap" | "fold" };

function* occurrences(recurrence: Recurrence, zone: string, after: Date): Generator<Planned> {
  const patterns = compile(recurrence);
  const heads = patterns.map((pattern) => nextOf(pattern, zone, after.getTime()));
  for (;;) {
    const first = earliest(heads);
    if (!first) return;
    yield first;
    for (const [at, pattern] of patterns.entries()) {
      const head = heads[at];
      if (head && head.at <= first.at) heads[at] = nextOf(pattern, zone, first.at);
    }
  }
}

const nextOf = (pattern: Pattern, zone: string, after: number) =>
  pattern.elapsed ? nextElapsed(pattern, zone, after) : nextOnTheWall(pattern, zone, after);

/** Of two at the same moment the shifted one, for it has something to say. */
function earliest(heads: Array<Planned | undefined>): Planned | undefined {
  const rank = (head: Planned) => head.at - (head.shifted ? 0.5 : 0);
  return heads.reduce(
    (first, head) => (head && (!first || rank(head) < rank(first)) ? head : first),
    undefined,
  );
}

/** In the second pass of a fold the wall shows times whose moment is over: they are passed over. */
function nextOnTheWall(pattern: Pattern, zone: string, after: number): Planned | undefined {
  let wall = pattern.next(wallTime(zone, after));
  while (wall !== undefined) {
    const moment = momentOf(zone, wall);
    if (moment.at > after) return { ...moment, wall };
    wall = pattern.next(wall);
  }
  return undefined;
}

/** Goes from one stretch of constant offset to the next, so that hours pass as they pass. */
function nextElapsed(pattern: Pattern, zone: string, after: number): Planned | undefined {
  let stretch = stretchAt(zone, after);
  for (let from = after; ;) {
    const wall = pattern.next(from + stretch.offset);
    if (wall === undefined) return undefined;
    const at = wall - stretch.offset;
    if (at < stretch.until) return { at, wall, ...secondPass(zone, at, wall) };
    // One before, because the very first moment of the next stretch counts too.
    from = stretch.until - 1;
    stretch = stretchAt(zone, stretch.until);
  }
}

const secondPass = (zone: string, at: number, wall: WallTime) =>
  momentOf(zone, wall).at < at ? { shifted: "fold" as const } : {};

function marked(recurrence: Recurrence, zone: string, moment: Planned): Occurrence {
  const at = new Date(moment.at);
  if (!moment.shifted) return { at };
  if (moment.shifted === "fold") return { at, shifted: "fold", said: saidOfFold(zone, moment) };
  return { at, shifted: "gap", said: saidOfGap(zone, moment.at, lostIn(recurrence, zone, moment)) };
}

/** All times of the plan that fall into the gap before this moment. */
function lostIn(recurrence: Recurrence, zone: string, { at, wall }: Planned): WallTime[] {
  const end = wallTime(zone, at);
  const lost = new Set<WallTime>();
  for (const pattern of compile(recurrence)) {
    let each = pattern.elapsed ? undefined : pattern.next(wallTime(zone, at - 1));
    while (each !== undefined && each < end) {
      lost.add(each);
      each = pattern.next(each);
    }
  }
  return lost.size > 0 ? [...lost].sort((a, b) => a - b) : [wall];
}
