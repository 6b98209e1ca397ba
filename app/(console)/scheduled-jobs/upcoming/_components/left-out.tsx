import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { counted } from "#lib/text/numbers.ts";

/** What matches and is not drawn. */
export function LeftOut({ upcoming: { lanes, quietCount, moreCount } }: { upcoming: Upcoming }) {
  if (lanes.length === 0 || quietCount + moreCount === 0) return null;
  const parts = [
    quietCount > 0 &&
      `${counted(quietCount, "more job")} ${quietCount === 1 ? "has" : "have"} nothing on this axis.`,
    moreCount > 0 &&
      `${counted(moreCount, "job")} that come due later ${moreCount === 1 ? "is" : "are"} not drawn: choose a domain, or find a job by its name.`,
  ];
  return <p className="left-out">{parts.filter(Boolean).join(" ")}</p>;
}
