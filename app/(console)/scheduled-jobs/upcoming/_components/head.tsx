import Link from "next/link";
import type { Viewer } from "#lib/access/viewer.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import {
  REACHES,
  upcomingQuery,
  type Reach,
  type UpcomingFilters,
} from "#lib/schedules/upcoming-input.ts";
import { clockTime, longDay, plainDay } from "#lib/text/dates.ts";
import { NBSP } from "#lib/text/numbers.ts";
import { FilterForm } from "../../../../_ui/filter-form.tsx";
import { SearchField } from "../../../../_ui/search-field.tsx";
import { LiveSwitch } from "../../../_live/live-switch.tsx";
import { UPCOMING, upcomingHref } from "./upcoming-href.ts";

type Props = { viewer: Viewer; filters: UpcomingFilters; upcoming: Upcoming };

/** What the axis spans and in whose time; how far it reaches; which jobs. */
export function Head({ viewer, filters, upcoming }: Props) {
  const keep = Object.fromEntries(new URLSearchParams(upcomingQuery(filters, { q: "" })));
  return (
    <div className="head up-head">
      <h1>Upcoming</h1>
      <span className="sub">{spanOf(upcoming, filters.reach, viewer)}</span>
      <span className="phone up-live">
        <LiveSwitch />
      </span>
      <div className="right">
        <nav className="seg" aria-label="Span">
          {REACHES.map((reach) => (
            <Link
              key={reach}
              // Half a day is for narrow screens, on which a whole one is crowded.
              className={reach === "12h" && filters.reach !== "12h" ? "phone" : undefined}
              href={upcomingHref(filters, { reach })}
              aria-current={reach === filters.reach ? "true" : undefined}
              prefetch={false}
            >
              {SPAN[reach]}
            </Link>
          ))}
        </nav>
        <FilterForm action={UPCOMING} keep={keep} label="Filter due times">
          <SearchField label="Find a job" defaultValue={filters.q} />
        </FilterForm>
      </div>
    </div>
  );
}

export const SPAN: Record<Reach, string> = {
  "6h": `6${NBSP}h`,
  "12h": `12${NBSP}h`,
  "24h": `24${NBSP}h`,
  "7d": `7${NBSP}days`,
};

/** `Fri 21:42 to Sun 22:42, Europe/Paris`. */
function spanOf({ from, until, now, zone }: Upcoming, reach: Reach, viewer: Viewer): string {
  const end = (ms: number) => {
    const at = new Date(ms);
    const day = longDay(at, zone).slice(0, 3);
    const date = reach === "7d" ? ` ${plainDay(at, new Date(now), zone)}` : "";
    return `${day}${date} ${clockTime(at, zone)}`;
  };
  const whose = zone === viewer.timeZone ? "" : ", the domain’s time";
  return `${end(from)} to ${end(until)}, ${zone}${whose}`;
}
