import type { Mark } from "#lib/schedules/mark.ts";

/** Kinds that are told one by one: each of them is somebody's question. */
const ALONE: ReadonlySet<Mark["kind"]> = new Set([
  "failed",
  "lost",
  "retrying",
  "stopped",
  "running",
  "deferred",
]);

/** How many due times a mark stands for. */
export const timesOf = ({ count = 1 }: Mark) => count;

/**
 * Marks that follow each other and are of one kind become one, so that a table of a day of every quarter of an hour has a line
 * for each change and not for each quarter.
 */
export function streaksOf(marks: readonly Mark[]): Mark[] {
  const found: Mark[] = [];
  for (const mark of marks) {
    const last = found.at(-1);
    if (!last || !continues(last, mark)) {
      found.push(mark);
      continue;
    }
    const { kind, at } = last;
    found[found.length - 1] = {
      kind,
      at,
      until: mark.until ?? mark.at,
      count: timesOf(last) + timesOf(mark),
    };
  }
  return found;
}

const continues = (last: Mark, { kind, lateSeconds, said }: Mark) =>
  last.kind === kind &&
  !ALONE.has(kind) &&
  lateSeconds === undefined &&
  last.lateSeconds === undefined &&
  said === undefined &&
  last.said === undefined;
