import type { ReactNode } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { NO_PROGRESS } from "#lib/runs/status.ts";
import { Elapsed, Time } from "../../../_ui/time.tsx";
import { isRetry } from "./why.tsx";

/** The second line under the word: since when, until when, by whom. */
export function statusDetail(run: RunRow): ReactNode {
  switch (run.status) {
    case "deferred":
      return (
        run.startAt && (
          <>
            {isRetry(run) ? "at" : "until"} <Time at={run.startAt} form="short" />
          </>
        )
      );
    case "queued":
      return (
        <>
          for <Elapsed since={run.queuedAt ?? run.createdAt} />
        </>
      );
    case "running":
      if (run.message?.startsWith(NO_PROGRESS)) return NO_PROGRESS.toLowerCase();
      return (
        run.startedAt && (
          <>
            since <Time at={run.startedAt} form="short" />
          </>
        )
      );
    case "stopping":
      return run.stopRequestedBy && `asked by ${run.stopRequestedBy}`;
    case "stopped":
    case "cancelled":
      return run.stopRequestedBy && `by ${run.stopRequestedBy}`;
    case "settled":
      return `by ${run.updatedBy}`;
    case "interrupted":
      return (
        <>
          at <Time at={run.endedAt ?? run.updatedAt} form="short" />
        </>
      );
    case "failed":
      return run.quarantined
        ? "quarantined"
        : run.attempt > 1
          ? `after ${run.attempt} attempts`
          : undefined;
    default:
      return undefined;
  }
}
