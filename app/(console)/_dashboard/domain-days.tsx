import Link from "next/link";
import type { DomainDay, Hour } from "#lib/runs/domain-day.ts";
import { NO_FILTERS, runListQuery, type RunFilters } from "#lib/runs/list-input.ts";
import { count } from "#lib/text/numbers.ts";

/** The past 24 hours of each domain: one bar an hour, what failed hangs below. */
export function DomainDays({ days }: { days: DomainDay[] }) {
  if (days.length === 0) return null;
  const most = Math.max(1, ...days.flatMap(({ hours }) => hours.map((hour) => hour.ran)));
  return (
    <section aria-labelledby="day">
      <div className="sec">
        <h2 id="day">The past 24 hours by domain</h2>
        <span className="dim desk">one bar an hour, what failed hangs below</span>
      </div>
      <ul className="dm">
        {days.map((day) => (
          <Day key={day.domain} day={day} most={most} />
        ))}
      </ul>
    </section>
  );
}

function Day({
  day: { domain, hours, completed, warned, failed },
  most,
}: {
  day: DomainDay;
  most: number;
}) {
  const name = domain === "Installation" ? "installation" : domain;
  const href = (filters: Partial<RunFilters>) =>
    `/process-tracker?${runListQuery({ ...NO_FILTERS, domain: name, since: "24h", ...filters })}`;
  return (
    <li>
      <Link className="id" href={href({})} prefetch={false}>
        {domain}
      </Link>
      <Hours hours={hours} most={most} />
      <span className="soft">{count(completed)} completed</span>
      <span className="soft">{warned > 0 ? `${count(warned)} warned` : "–"}</span>
      {failed > 0 ? (
        <Link className="bad" href={href({ status: ["failed", "interrupted"] })} prefetch={false}>
          {count(failed)} failed
        </Link>
      ) : (
        <span />
      )}
    </li>
  );
}

const PITCH = 9;
const LINE_Y = 18;
const TALLEST = 15;

function Hours({ hours, most }: { hours: Hour[]; most: number }) {
  const height = (runs: number) =>
    runs === 0 ? 0 : Math.max(3, Math.round((runs / most) * TALLEST));
  return (
    <svg width="216" height="26" viewBox="0 0 216 26" aria-hidden="true">
      <path d="M0 18.5H216" stroke="var(--line)" />
      {hours.map(({ ran, failed }, at) => (
        <g key={at}>
          {ran > 0 && (
            <rect
              className="s-ok"
              x={at * PITCH}
              y={LINE_Y - height(ran)}
              width="7"
              height={height(ran)}
            />
          )}
          {failed > 0 && (
            <rect className="s-fail" x={at * PITCH} y={LINE_Y + 1} width="7" height="6" />
          )}
        </g>
      ))}
    </svg>
  );
}
