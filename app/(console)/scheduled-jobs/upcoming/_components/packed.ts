import type { Mark } from "#lib/schedules/mark.ts";

/** Several marks that are alike but for their time, at even distances (ms). A plan of every minute is two of them instead of 192. */
export type PackedMark = Mark & { marks?: number; every?: number };

/** For the way to the browser. */
export function packed(marks: readonly Mark[]): PackedMark[] {
  const found: PackedMark[] = [];
  let last: Mark | undefined;
  for (const mark of marks) {
    const pack = found.at(-1);
    const every = last ? mark.at - last.at : 0;
    if (pack && last && isLike(last, mark) && (pack.every ?? every) === every)
      Object.assign(pack, { every, marks: (pack.marks ?? 1) + 1 });
    else found.push({ ...mark });
    last = mark;
  }
  return found;
}

/** What was packed. */
export function unpacked(packs: readonly PackedMark[]): Mark[] {
  return packs.flatMap(({ marks = 1, every = 0, ...mark }) =>
    Array.from({ length: marks }, (_, index) => later(mark, index * every)),
  );
}

const later = (mark: Mark, ms: number): Mark => ({
  ...mark,
  at: mark.at + ms,
  ...(mark.until === undefined ? {} : { until: mark.until + ms }),
});

/** Nothing but the time tells them apart: neither has a run or a word of its own. */
function isLike(a: Mark, b: Mark): boolean {
  const { kind, at, until = at, count, ...own } = a;
  const { kind: itsKind, at: itsAt, until: itsUntil = itsAt, count: itsCount, ...its } = b;
  return (
    kind === itsKind &&
    count === itsCount &&
    until - at === itsUntil - itsAt &&
    Object.keys(own).length + Object.keys(its).length === 0
  );
}
