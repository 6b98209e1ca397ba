import { cache } from "react";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { filterOptions, type FilterOptions } from "#lib/runs/filter-options.ts";
import { listRuns, type RunPage } from "#lib/runs/list.ts";
import {
  RunListInput,
  runListQuery,
  type PageSize,
  type RunFilters,
} from "#lib/runs/list-input.ts";
import {
  countByStatus,
  countRuns,
  type Counted,
  type StatusCounts,
} from "#lib/runs/status-counts.ts";
import { RUN_STATUSES, type RunStatus } from "#lib/runs/status.ts";
import { pageSize } from "./page-size-cookie.ts";

export type List = {
  page: RunPage;
  size: PageSize;
  counts: StatusCounts;
  /** Older runs were not looked at: counts and total are "at least". */
  open: boolean;
  options: FilterOptions;
  /** Runs that the filters match; from the cap on that is all that is known. */
  total: number;
  /** Of all and of the viewer's own, with the other filters; null where there is no choice between them. */
  views: { all: View; mine: View } | null;
};

type View = { count: number; open: boolean };

/** The title and the page count the same; once per request. The filters as text, for the cache compares by identity. */
export const loadCounts = cache((viewer: Viewer, query: string): Promise<Counted> => {
  return countByStatus(viewer, RunListInput.parse(Object.fromEntries(new URLSearchParams(query))));
});

/** Everything that the page shows, read side by side. */
export async function loadList(viewer: Viewer, filters: RunFilters): Promise<List> {
  const size = await pageSize();
  const mayChoose = canSomewhere(viewer, "runs.view-all");
  const [page, { counts, open }, options, other] = await Promise.all([
    listRuns(viewer, filters, size),
    loadCounts(viewer, runListQuery(filters)),
    filterOptions(viewer),
    mayChoose ? countRuns(viewer, { ...filters, mine: !filters.mine }) : null,
  ]);
  const total = totalOf(counts, filters.status);
  const shown = { count: total, open };
  const views = other && (filters.mine ? { all: other, mine: shown } : { all: shown, mine: other });
  return { page, size, counts, open, options, views, total };
}

function totalOf(counts: StatusCounts, chosen: readonly RunStatus[]): number {
  const among = chosen.length > 0 ? chosen : RUN_STATUSES;
  return among.reduce((sum, status) => sum + counts[status], 0);
}
