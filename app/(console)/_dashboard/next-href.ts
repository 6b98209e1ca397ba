import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { NO_FILTERS, runListQuery } from "#lib/runs/list-input.ts";
import { withDomain } from "../_shell/domain.ts";

/** Where everything that comes next is listed: due times for those who may look at schedules, runs with a start time for the others. */
export const nextHref = (viewer: Viewer, domain: string | undefined) =>
  canSomewhere(viewer, "schedules.view")
    ? withDomain("/scheduled-jobs/upcoming", domain ?? null)
    : `/process-tracker?${runListQuery({ ...NO_FILTERS, domain, status: ["deferred"] })}`;
