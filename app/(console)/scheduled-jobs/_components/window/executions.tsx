import type { Viewer } from "#lib/access/viewer.ts";
import type { ExecutionFilters } from "#lib/schedules/executions-input.ts";
import { executionsQuery } from "#lib/schedules/executions-input.ts";
import { readExecutionStrip } from "#lib/schedules/executions-strip.ts";
import { listExecutions } from "#lib/schedules/executions.ts";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { windowHref } from "../address.ts";
import { ExecutionFilterRow } from "./execution-filters.tsx";
import { ExecutionStrip } from "./execution-strip.tsx";
import { ExecutionTable } from "./execution-table.tsx";

type Props = {
  viewer: Viewer;
  detail: ScheduleDetail;
  filters: ExecutionFilters;
  /** Query string of the list under the window. */
  query: string;
};

/** The tab "Latest executions": the last 30 runs at a glance, then all of them with filters. */
export async function Executions({ viewer, detail, filters, query }: Props) {
  const [strip, executions] = await Promise.all([
    readExecutionStrip(viewer, detail.id),
    listExecutions(viewer, detail.id, filters),
  ]);
  const href = (changes: Partial<ExecutionFilters>) => {
    const own = executionsQuery(filters, changes);
    return windowHref(detail.id, "executions", [query, own].filter(Boolean).join("&"));
  };
  return (
    <>
      <div className="body executions">
        <ExecutionStrip runs={strip} usualMs={usualMs(detail)} />
        <ExecutionFilterRow
          filters={filters}
          counts={executions.counts}
          action={windowHref(detail.id, "executions")}
          query={query}
          href={href}
        />
        <ExecutionTable
          rows={executions.rows}
          usualMs={usualMs(detail)}
          identifier={detail.identifier}
          older={executions.before ? href({ before: executions.before }) : null}
          newest={filters.before && href({})}
          over={href({ before: filters.before })}
          reset={executionsQuery(filters) ? windowHref(detail.id, "executions", query) : undefined}
        />
      </div>
      <footer className="plain">
        <span className="dim">The status opens the log, the number the run.</span>
        <a className="link soft e" href={`/process-tracker?type=${detail.identifier}`}>
          Open in process tracker
        </a>
      </footer>
    </>
  );
}

const usualMs = ({ usual }: ScheduleDetail) => usual && usual.medianSeconds * 1000;
