import Link from "next/link";
import type { ReactNode } from "react";
import type { Viewer } from "#lib/access/viewer.ts";
import type { Dashboard } from "#lib/runs/dashboard.ts";
import { NO_FILTERS, runListQuery, type RunFilters } from "#lib/runs/list-input.ts";
import { COUNT_CAP } from "#lib/runs/status-counts.ts";
import type { NextStarts } from "#lib/schedules/next-starts.ts";
import { count, percent } from "#lib/text/numbers.ts";
import { nextHref } from "./next-href.ts";
import { UntilNext } from "./until-next.tsx";

type Props = {
  dashboard: Dashboard;
  next: NextStarts;
  viewer: Viewer;
  domain: string | undefined;
};

/** Five figures on one line; each leads to the list that it counts. */
export function Figures({ dashboard, next, viewer, domain }: Props) {
  const { day, usual, running, waiting } = dashboard;
  const [first] = next.starts;
  const href = (filters: Partial<RunFilters>) =>
    `/process-tracker?${runListQuery({ ...NO_FILTERS, domain, ...filters })}`;
  const ended =
    day.completed + day["completed-with-warnings"] + day.failed + day.stopped + day.settled;
  const usually = (figure: number | undefined) =>
    figure === undefined ? "" : `usually ${count(figure)}`;
  return (
    <ul className="figs">
      <Figure
        href={href({ status: ["running", "stopping"] })}
        value={count(running, COUNT_CAP)}
        label="running now"
        more={waiting > 0 ? `and ${count(waiting, COUNT_CAP)} waiting` : "nothing waits"}
      />
      <Figure
        href={href({ status: ["failed"], since: "24h" })}
        value={count(day.failed, COUNT_CAP)}
        bad={day.failed > 0}
        label="failed in 24 h"
        more={usually(usual?.failed)}
      />
      <Figure
        href={href({ status: ["completed-with-warnings"], since: "24h" })}
        value={count(day["completed-with-warnings"], COUNT_CAP)}
        label="with warnings in 24 h"
        more={usually(usual?.["completed-with-warnings"])}
      />
      <Figure
        href={href({ status: ["completed"], since: "24h" })}
        value={count(day.completed, COUNT_CAP)}
        label="completed in 24 h"
        more={ended > 0 ? percent(day.completed / ended) : ""}
      />
      <Figure
        href={nextHref(viewer, domain)}
        value={first ? <UntilNext at={first.at} /> : "–"}
        label={first ? "to the next start" : "no start is planned"}
        more={first ? `${count(next.count)} due in 24 h` : ""}
      />
    </ul>
  );
}

type FigureProps = { href: string; value: ReactNode; label: string; more: string; bad?: boolean };

function Figure({ href, value, label, more, bad }: FigureProps) {
  return (
    <li>
      <Link href={href} prefetch={false} className={bad ? "bad" : undefined}>
        <b>{value}</b>
        <span>
          {label}
          <em>{more}</em>
        </span>
      </Link>
    </li>
  );
}
