"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { NamedRun, RunningRun } from "#lib/schedules/run-now.ts";
import type { StopAnswer } from "#lib/schedules/stop-runs.ts";
import { Icon } from "../../../_ui/icon.tsx";
import { Time } from "../../../_ui/time.tsx";

/** What became of the ticked jobs. */
export type TickedAnswer =
  | {
      deed: "start";
      /** Null: at once. */
      startAt: string | null;
      started: NamedRun[];
      running: Array<Omit<RunningRun, "since"> & { since: string }>;
    }
  | ({ deed: "stop" } & StopAnswer);

type Props = { answer: TickedAnswer; onDismiss: () => void };

/** Which jobs were started and which run already, since when and by whom; or which were stopped. */
export function Answer({ answer, onDismiss }: Props) {
  return (
    <div className="flash answer">
      <div>{answer.deed === "start" ? <Started {...answer} /> : <Stopped {...answer} />}</div>
      <button type="button" className="e btn quiet small" aria-label="Dismiss" onClick={onDismiss}>
        <Icon name="x" size={12} />
      </button>
    </div>
  );
}

function Started({ startAt, started, running }: Extract<TickedAnswer, { deed: "start" }>) {
  return (
    <>
      <Group runs={started}>
        {startAt ? (
          <>
            planned for <Time at={startAt} form="moment" />
          </>
        ) : (
          "started"
        )}
      </Group>
      <Group runs={running}>already under way, not started twice</Group>
    </>
  );
}

function Stopped({ stopped, left }: StopAnswer) {
  return (
    <>
      <Group runs={stopped}>told to stop</Group>
      {left.length > 0 && (
        <p>
          <b>{left.length} left as they were:</b>{" "}
          {left.map(({ scheduleId, identifier, place, reason }, at) => (
            <span key={scheduleId}>
              {at > 0 && "; "}
              {identifier} of {place}: {reason}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

/** More than this are not named one by one. */
const NAMED_MAX = 12;

type Told = NamedRun & { since?: string; by?: string };

function Group({ runs, children }: { runs: Told[]; children: ReactNode }) {
  if (runs.length === 0) return null;
  const more = runs.length - NAMED_MAX;
  return (
    <p>
      <b>
        {runs.length} {children}:
      </b>{" "}
      {runs.slice(0, NAMED_MAX).map((run, at) => (
        <span key={run.runId}>
          {at > 0 && "; "}
          {run.identifier} of {run.place}{" "}
          <Link className="link" href={`/process-tracker/${run.runId}`} prefetch={false}>
            #{run.runId}
          </Link>
          {run.since && (
            <>
              {" "}
              since <Time at={run.since} form="short" />, started by {run.by}
            </>
          )}
        </span>
      ))}
      {more > 0 && <> and {more} more</>}
    </p>
  );
}
