import type { ReactNode } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { warningsOf } from "#lib/runs/status.ts";
import { duration } from "#lib/text/durations.ts";
import { Mark, Status } from "../../../_ui/status.tsx";
import { Elapsed, Time } from "../../../_ui/time.tsx";

type Props = {
  run: RunRow | null;
  /** Where its duration stands elsewhere. */
  brief?: boolean;
};

/** How the last run ended, or that it runs, with a second line that says why or since when. */
export function LastRun({ run, brief = false }: Props) {
  if (!run) return <Mark tone="never" label="Never run" />;
  return (
    <Status
      status={run.status}
      retry={run.status === "deferred" && run.attempt > 0}
      warnings={warningsOf(run)}
      detail={brief && run.status === "completed" ? undefined : detailOf(run)}
    />
  );
}

function detailOf(run: RunRow): ReactNode {
  switch (run.status) {
    case "running":
    case "stopping":
      return (
        run.startedAt && (
          <>
            for <Elapsed since={run.startedAt} />
          </>
        )
      );
    case "queued":
      return (
        <>
          for <Elapsed since={run.queuedAt ?? run.createdAt} />
        </>
      );
    case "deferred":
      return (
        run.startAt && (
          <>
            again at <Time at={run.startAt} form="short" />, {run.attempt + 1} of {run.attemptLimit}
          </>
        )
      );
    case "completed":
      return tookOf(run);
    case "failed":
      return run.errorMessage ?? tookOf(run);
    case "interrupted":
      return (
        <>
          at <Time at={run.endedAt ?? run.updatedAt} form="short" />
        </>
      );
    case "stopped":
    case "cancelled":
      return run.stopRequestedBy && `by ${run.stopRequestedBy}`;
    case "settled":
      return `by ${run.updatedBy}`;
    default:
      return undefined;
  }
}

function tookOf({ startedAt, endedAt }: RunRow): string | undefined {
  return startedAt && endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : undefined;
}
