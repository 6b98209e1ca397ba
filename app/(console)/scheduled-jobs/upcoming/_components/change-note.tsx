import type { Upcoming } from "#lib/schedules/upcoming.ts";

/** Beyond this share there is no room for the words at the right of the lines. */
const RIGHT_FROM = 0.85;

/** `02:00 → 03:00` beside the two dashed lines. */
export function ChangeNote({ upcoming: { changes, from, until } }: { upcoming: Upcoming }) {
  return changes.map((change) => {
    const share = (Date.parse(change.at) - from) / (until - from);
    const side =
      share > RIGHT_FROM
        ? { right: `calc(${(1 - share) * 100}% + 8px)` }
        : { left: `calc(${share * 100}% + 8px)` };
    return (
      <span key={change.at} className="dst" style={side}>
        {change.from} → {change.to}
      </span>
    );
  });
}
