import Link from "next/link";
import type { ReactNode } from "react";
import type { ClockChange } from "#lib/schedules/clock-changes.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import type { Trouble, UpcomingFilters } from "#lib/schedules/upcoming-input.ts";
import { moment } from "#lib/text/dates.ts";
import { count } from "#lib/text/numbers.ts";
import { Icon } from "../../../../_ui/icon.tsx";
import { SPAN } from "./head.tsx";
import { howLong } from "./mark-words.ts";
import { upcomingHref } from "./upcoming-href.ts";

type Props = { filters: UpcomingFilters; upcoming: Upcoming };

/** The night in figures; each that is trouble leads to the jobs that had it. */
export function Tell({ filters, upcoming }: Props) {
  const { summary, now, zone, changes } = upcoming;
  const { dueCount, peak, lateSeconds } = summary;
  const at = (iso: string) => moment(new Date(iso), new Date(now), zone);
  return (
    <div className="tell">
      <span>
        <b>{count(dueCount)}</b> due in the next {SPAN[filters.reach]}
      </span>
      {peak && peak.count > 1 && (
        <span>
          <b>{count(peak.count)}</b> at once at most, {at(peak.at)}
        </span>
      )}
      <Figure trouble="failed" filters={filters} upcoming={upcoming} bad />
      <Figure trouble="missed" filters={filters} upcoming={upcoming} bad />
      <Figure trouble="late" filters={filters} upcoming={upcoming}>
        {summary.troubles.late === 1 && ` by ${howLong(lateSeconds * 1000)}`}
      </Figure>
      <Figure trouble="skipped" filters={filters} upcoming={upcoming} />
      <span className="e">
        {changes.map((change) => (
          <Change key={change.at} change={change} now={now} when={at(change.at)} />
        ))}
        <Link
          className="link"
          href={upcomingHref(filters, { view: filters.view === "table" ? "axis" : "table" })}
          prefetch={false}
        >
          {filters.view === "table" ? "As an axis" : "As a table"}
        </Link>
      </span>
    </div>
  );
}

type FigureProps = Props & { trouble: Trouble; bad?: boolean; children?: ReactNode };

function Figure({ trouble, filters, upcoming, bad, children }: FigureProps) {
  const found = upcoming.summary.troubles[trouble];
  const isChosen = filters.only === trouble;
  if (found === 0 && !isChosen) return null;
  return (
    <Link
      href={upcomingHref(filters, { only: isChosen ? undefined : trouble })}
      aria-current={isChosen ? "true" : undefined}
      title={isChosen ? "Show all jobs again" : `Only jobs with ${trouble} due times`}
      prefetch={false}
    >
      <b className={bad && found > 0 ? "f" : undefined}>{count(found)}</b> {trouble}
      {children}
    </Link>
  );
}

const TONIGHT_MS = 24 * 3_600_000;

function Change({ change, now, when }: { change: ClockChange; now: number; when: string }) {
  const ms = Date.parse(change.at) - now;
  const way = change.forward ? "forward" : "back";
  const said = `At ${when} the clocks go ${way}, from ${change.from} to ${change.to}.`;
  return (
    <span className="change" title={said}>
      <Icon name="shift" size={13} />
      {ms < 0
        ? `clocks went ${way}, ${when}`
        : `clocks go ${way} ${ms < TONIGHT_MS ? "tonight" : when}`}
    </span>
  );
}
