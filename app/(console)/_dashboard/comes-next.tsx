import Link from "next/link";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import type { NextStart, NextStarts } from "#lib/schedules/next-starts.ts";
import { clockTime, longDay } from "#lib/text/dates.ts";
import { about } from "#lib/text/durations.ts";
import { ordinal } from "#lib/text/numbers.ts";
import { Icon } from "../../_ui/icon.tsx";
import { Time } from "../../_ui/time.tsx";
import { nextHref } from "./next-href.ts";

type Props = { next: NextStarts; at: string; viewer: Viewer; domain: string | undefined };

/** The timetable of the next 24 hours: one line per start, its time where it differs from the line above. */
export function ComesNext({ next: { starts }, at, viewer, domain }: Props) {
  const plans = canSomewhere(viewer, "schedules.view");
  if (starts.length === 0 && !plans) return null;
  const days = Map.groupBy(starts, (start) => longDay(new Date(start.at), viewer.timeZone));
  const today = longDay(new Date(at), viewer.timeZone);
  return (
    <section aria-labelledby="next">
      <div className="sec">
        <h2 id="next">What comes next</h2>
        <span className="e">
          <Link className="link" href={nextHref(viewer, domain)} prefetch={false}>
            {plans ? "Upcoming" : "All with a start time"}
          </Link>
        </span>
      </div>
      {starts.length === 0 && (
        <p className="none">Nothing starts by itself in the next 24 hours.</p>
      )}
      {[...days].map(([day, lines]) => (
        <div key={day}>
          {day !== today && <h3 className="dayrow">{day}</h3>}
          <Lines starts={lines} zone={viewer.timeZone} />
        </div>
      ))}
    </section>
  );
}

function Lines({ starts, zone }: { starts: NextStart[]; zone: string }) {
  const shown = starts.map((start) => clockTime(new Date(start.at), zone));
  return (
    <ul className="tt next">
      {starts.map((start, index) => (
        <li
          key={`${start.at} ${start.title} ${start.runId ?? start.domain}`}
          className={shown[index] === shown[index + 1] ? "more" : undefined}
        >
          <span className={shown[index] === shown[index - 1] ? "sr" : undefined}>
            <Time at={start.at} form="clock" />
          </span>
          <Line start={start} />
          <span className="dim">{start.usualSeconds !== null && usually(start.usualSeconds)}</span>
        </li>
      ))}
    </ul>
  );
}

function Line({ start }: { start: NextStart }) {
  const { title, domain, attempt, failuresInARow, said } = start;
  return (
    <div className="what" title={domain ?? undefined}>
      <Link className="id" href={hrefOf(start)} prefetch={false}>
        {title}
        {attempt && `, ${ordinal(attempt)} attempt`}
        {domain ? <span className="sr"> of {domain}</span> : ` in ${start.count} domains`}
      </Link>
      {failuresInARow > 1 && (
        <span className="sg">
          <Icon name="fail" size={11} className="i fail" />
          failed {failuresInARow === 2 ? "twice" : `${failuresInARow} times`}
        </span>
      )}
      {said && (
        <span className="sg" title={said}>
          <Icon name="shift" size={11} />
          clock change
        </span>
      )}
    </div>
  );
}

function hrefOf({ scheduleId, runId, title }: NextStart): string {
  if (runId) return `/process-tracker/${runId}`;
  return scheduleId
    ? `/scheduled-jobs/${scheduleId}`
    : `/scheduled-jobs/upcoming?q=${encodeURIComponent(title)}`;
}

/** "2 min", "41 s": how long it usually takes, without the sign of an estimate in a column of them. */
const usually = (seconds: number) => about(seconds * 1000).replace(/^≈./, "");
