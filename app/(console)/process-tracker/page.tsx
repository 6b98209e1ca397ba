import type { Metadata } from "next";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import {
  isNarrowed,
  PAGE_SIZES,
  RunListInput,
  runListQuery,
  type RunFilters,
} from "#lib/runs/list-input.ts";
import { PERMISSION } from "#lib/runs/may.ts";
import { RUN_STATUSES } from "#lib/runs/status.ts";
import { COUNT_CAP } from "#lib/runs/status-counts.ts";
import { count } from "#lib/text/numbers.ts";
import { requireViewer } from "../../_server/viewer.ts";
import { FilterForm } from "../../_ui/filter-form.tsx";
import { SearchField } from "../../_ui/search-field.tsx";
import { StatusToggles } from "../../_ui/status-toggles.tsx";
import { Pager } from "../../_ui/table.tsx";
import { LiveSwitch } from "../_live/live-switch.tsx";
import { FilterRow } from "./_components/filter-row.tsx";
import { loadCounts, loadList, type List } from "./_components/load.ts";
import { NoRuns } from "./_components/no-runs.tsx";
import { PageSizes } from "./_components/page-sizes.tsx";
import { RunList } from "./_components/run-list.tsx";
import "./_components/tracker.css";

type Props = { searchParams: Promise<Record<string, unknown>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const viewer = await requireViewer();
  const filters = RunListInput.parse(await searchParams);
  const { counts } = await loadCounts(viewer, runListQuery(filters));
  const { running } = counts;
  return {
    title: `${running > 0 ? `${count(running, COUNT_CAP)} in progress · ` : ""}Process tracker`,
  };
}

/** All runs that the viewer may see, newest first, refreshed as they change. */
export default async function ProcessTrackerPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const filters = RunListInput.parse(await searchParams);
  const list = await loadList(viewer, filters);
  const keep = Object.fromEntries(
    new URLSearchParams(runListQuery(filters, { status: [], q: "" })),
  );
  return (
    <>
      <div className="head">
        <h1>Process tracker</h1>
        <LiveSwitch />
        <FilterForm action="/process-tracker" keep={keep} className="right" label="Filter runs">
          <StatusToggles
            statuses={shownStatuses(list, filters)}
            counts={list.counts}
            open={list.open}
            selected={filters.status}
            cap={COUNT_CAP}
          />
          <SearchField label="Find by job name" defaultValue={filters.q} />
        </FilterForm>
      </div>
      <FilterRow viewer={viewer} filters={filters} list={list} />
      <Rows viewer={viewer} filters={filters} list={list} />
    </>
  );
}

/** A status nobody has seen yet takes no place; those that are usual always stand there. */
function shownStatuses({ counts }: List, { status }: RunFilters) {
  const rare = ["stopping", "interrupted", "cancelled", "settled"];
  return RUN_STATUSES.filter(
    (each) => !rare.includes(each) || counts[each] > 0 || status.includes(each),
  );
}

type RowsProps = { viewer: Viewer; filters: RunFilters; list: List };

/** What a viewer may do to many runs at once; undefined for one who may change none. */
function scopeOf(viewer: Viewer, filters: RunFilters, { total, open }: List) {
  const deeds = BAR.filter((deed) => canSomewhere(viewer, PERMISSION[deed]));
  if (deeds.length === 0) return undefined;
  const shownTotal = open ? `${count(total)}+` : count(total, COUNT_CAP);
  return { deeds, total, shownTotal, first: filters.sort };
}

/** The primary one last. */
const BAR = ["settle", "stop", "retry"] as const;

function Rows({ viewer, filters, list }: RowsProps) {
  const { rows, previous, next, at, lookedAt } = list.page;
  const href = (changes: Partial<RunFilters>) =>
    `/process-tracker?${runListQuery(filters, changes)}`;
  const first = filters.sort === "newest" && !filters.before && !filters.after;
  const query = runListQuery(filters);
  return (
    <>
      <RunList
        place={`${query} ${filters.before} ${filters.after}`}
        scope={scopeOf(viewer, filters, list)}
        rows={rows}
        since={at}
        sort={filters.sort}
        sortHref={href({ sort: filters.sort === "newest" ? "oldest" : "newest" })}
        list={query}
        top={first ? Math.max(0, ...rows.map((row) => row.id)) : undefined}
      />
      {rows.length === 0 && (
        <NoRuns
          filters={filters}
          narrowed={isNarrowed(filters)}
          mayImport={canSomewhere(viewer, "imports.start")}
        />
      )}
      {list.open && lookedAt && (
        <p className="dim">
          Words of one or two letters are looked for among {count(lookedAt)} runs and no further.
        </p>
      )}
      {rows.length > 0 && (
        <Pager
          newer={previous && href(previous)}
          older={next && href(next)}
          words={filters.sort === "newest" ? undefined : ["Older", "Newer"]}
        >
          <PageSizes
            sizes={PAGE_SIZES}
            size={list.size}
            shown={rows.length}
            total={list.total}
            open={list.open}
            back={`?${query}`}
          />
        </Pager>
      )}
    </>
  );
}
