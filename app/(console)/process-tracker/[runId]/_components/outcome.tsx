import type { ReactNode } from "react";
import type { RunDetail } from "#lib/runs/get.ts";
import { duration } from "#lib/text/durations.ts";
import { Status } from "../../../../_ui/status.tsx";
import { Time } from "../../../../_ui/time.tsx";

/** A run that has ended without an error: how it ended, when, after how long, with what result. */
export function Outcome({ detail }: { detail: RunDetail }) {
  const { run } = detail;
  return (
    <section className="now" aria-label="Outcome">
      <div>
        <Status status={run.status} />
        <p className="fig">
          {figure(detail)}
          <small>{small(detail)}</small>
        </p>
      </div>
      <p className="aside">
        {run.endedAt && (
          <>
            ended <Time at={run.endedAt} form="moment" />
          </>
        )}
        {usually(detail)}
      </p>
    </section>
  );
}

function figure({ run }: RunDetail): string {
  if (run.status === "cancelled") return "Never started";
  if (run.status === "settled") return "Set to done by hand";
  const took = lasted(run);
  const word = run.status === "stopped" ? "Stopped" : "Done";
  return took === null
    ? word
    : `${word} ${run.status === "stopped" ? "after" : "in"} ${duration(took)}`;
}

function small({ run }: RunDetail): ReactNode {
  const reason = run.stopReason ?? run.settledReason;
  return (
    <>
      {run.message?.replace(/^(Stopped|Set to done) by /, "by ") ??
        (run.stopRequestedBy && `by ${run.stopRequestedBy}`)}
      {reason && `: ${reason}`}
    </>
  );
}

function usually({ run, usual }: RunDetail): ReactNode {
  if (!usual || usual.samples < 3 || run.status === "cancelled") return null;
  return (
    <>
      <br />
      usually {duration(usual.medianSeconds * 1000)}
    </>
  );
}

/** Milliseconds of the last attempt; null when it never began. */
export function lasted({ startedAt, endedAt }: RunDetail["run"]): number | null {
  return startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null;
}
