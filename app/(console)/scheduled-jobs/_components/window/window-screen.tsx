import type { Viewer } from "#lib/access/viewer.ts";
import { ExecutionsInput } from "#lib/schedules/executions-input.ts";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import type { ScheduleFilters } from "#lib/schedules/list-input.ts";
import { LIST, type Tab } from "../address.ts";
import { placeQuery } from "../list-href.ts";
import { Executions } from "./executions.tsx";
import { Information } from "./information.tsx";
import { JobWindow } from "./job-window.tsx";
import { Scheduling } from "./scheduling.tsx";
import { WindowHead } from "./window-head.tsx";
import "./window.css";
import "./window-tabs.css";

type Props = {
  viewer: Viewer;
  detail: ScheduleDetail;
  tab: Tab;
  since: string;
  filters: ScheduleFilters;
  /** All of the address's query: the executions have filters of their own in it. */
  searchParams: Record<string, unknown>;
};

/** A job's window on one of its tabs. */
export function WindowScreen({ viewer, detail, tab, since, filters, searchParams }: Props) {
  const query = placeQuery(filters);
  const list = query ? `${LIST}?${query}` : LIST;
  return (
    <JobWindow key={detail.id} id={detail.id} list={list}>
      <WindowHead rows={[detail]} since={since} tab={tab} list={list} query={query} />
      {tab === "information" && <Information viewer={viewer} detail={detail} />}
      {tab === "scheduling" && <Scheduling viewer={viewer} detail={detail} />}
      {tab === "executions" && (
        <Executions
          viewer={viewer}
          detail={detail}
          filters={ExecutionsInput.parse(searchParams)}
          query={query}
        />
      )}
    </JobWindow>
  );
}
