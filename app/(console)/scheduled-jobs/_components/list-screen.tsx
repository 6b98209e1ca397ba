import Link from "next/link";
import { seesInstallation, type Viewer } from "#lib/access/viewer.ts";
import type { ScheduleFilters } from "#lib/schedules/list-input.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { Pager } from "../../../_ui/table.tsx";
import { LiveSwitch } from "../../_live/live-switch.tsx";
import { listHref, placeQuery, sortHrefs, upcomingHref } from "./list-href.ts";
import { FilterChips, Filters } from "./filters.tsx";
import type { List } from "./load.ts";
import { NoSchedules } from "./no-schedules.tsx";
import { ScheduleList } from "./schedule-list.tsx";
import "./list.css";

type Props = { viewer: Viewer; filters: ScheduleFilters; list: List };

/** The list of scheduled jobs; also what lies under a job's window. */
export function ListScreen({ viewer, filters, list }: Props) {
  const { rows, since, total, counts, previous, next } = list;
  const query = placeQuery(filters);
  return (
    <>
      <div className="head jobs-head">
        <h1>Scheduled jobs</h1>
        <span className="sub">{whereOf(viewer, filters, counts.total)}</span>
        <Link className="link" href={upcomingHref(filters)} prefetch={false}>
          Upcoming
        </Link>
        <LiveSwitch />
        <Filters viewer={viewer} filters={filters} counts={counts} />
      </div>
      <FilterChips filters={filters} />
      <ScheduleList
        rows={rows}
        since={since}
        order={{ sort: filters.sort, order: filters.order, hrefs: sortHrefs(filters) }}
        query={query}
        total={total}
      />
      {rows.length === 0 && <NoSchedules filters={filters} narrowed={isNarrowed(filters)} />}
      {(previous || next) && (
        <Pager
          newer={previous && listHref(filters, { before: previous })}
          older={next && listHref(filters, { after: next })}
          words={["Previous", "Next"]}
        >
          <b>{count(rows.length)}</b> of {count(total)}
        </Pager>
      )}
    </>
  );
}

/** `23 in 3 domains and the installation`. */
function whereOf(viewer: Viewer, { domain }: ScheduleFilters, total: number): string {
  if (domain)
    return `${count(total)} in ${domain === "installation" ? "the installation" : domain}`;
  const [first, ...more] = viewer.domains;
  const places = [
    more.length > 0 ? counted(more.length + 1, "domain") : first?.name,
    seesInstallation(viewer) && "the installation",
  ].filter(Boolean);
  return `${count(total)} in ${places.join(" and ")}`;
}

const isNarrowed = ({ q, status, planning, paused }: ScheduleFilters) =>
  q !== "" || status.length > 0 || planning.length > 0 || paused;
