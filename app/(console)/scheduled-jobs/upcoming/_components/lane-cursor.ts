import type { Mark } from "#lib/schedules/mark.ts";
import type { Span } from "./mark-words.ts";

/** Further away from a mark than this the pointer is on none; in pixels. */
const NEAR = 9;
const LEAP = 10;

/** Where a moment lies on the axis, 0 to 1. */
export const shareOf = (at: number, { from, until }: Pick<Span, "from" | "until">) =>
  Math.min(1, Math.max(0, (at - from) / (until - from)));

/** The index of the mark nearest to a place on the lane, or null where none is near. */
export function nearest(
  marks: readonly Mark[],
  span: Span,
  share: number,
  width: number,
): number | null {
  let best: { index: number; distance: number } | null = null;
  for (const [index, { at, until = at }] of marks.entries()) {
    const [begin, end] = [shareOf(at, span), shareOf(until, span)];
    const distance = Math.max(begin - share, share - end, 0) * width;
    if (distance <= NEAR && (!best || distance < best.distance)) best = { index, distance };
  }
  return best && best.index;
}

/** Where a key leads from the mark at `here`; null where it means nothing. The first arrow opens the words of that mark. */
export function nextIndex(
  key: string,
  isOpen: boolean,
  here: number,
  length: number,
): number | null {
  const by = STEP[key];
  if (by === undefined) return null;
  if (!isOpen && Math.abs(by) === 1) return here;
  return Math.min(length - 1, Math.max(0, here + by));
}

const STEP: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -LEAP,
  PageUp: LEAP,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
