"use client";

import type { RunDetail } from "#lib/runs/get.ts";
import { clockTime } from "#lib/text/dates.ts";
import { about, duration } from "#lib/text/durations.ts";
import { count, ordinal } from "#lib/text/numbers.ts";
import { useClock, useTicking } from "../../../../_ui/clock.tsx";
import { Status } from "../../../../_ui/status.tsx";
import { Elapsed, Time } from "../../../../_ui/time.tsx";
import { nextToEnd } from "./line.ts";

/** A run that has not begun, or waits for its next attempt: when it starts. */
export function Waiting({ detail }: { detail: RunDetail }) {
  const { run, waiting } = detail;
  return (
    <section className="now" aria-label="Waiting">
      <div>
        <Status status={run.status} retry={run.attempt > 0} />
        <p className="fig">
          <Figure detail={detail} />
        </p>
      </div>
      <p className="aside">
        {run.status === "queued" && waiting && (
          <>
            <b>{ordinal(waiting.before + 1)}</b> in line
            <br />
          </>
        )}
        waiting for <Elapsed since={run.queuedAt ?? run.createdAt} />
      </p>
    </section>
  );
}

function Figure({ detail }: { detail: RunDetail }) {
  const { run, waiting, readAt } = detail;
  const { zone } = useClock();
  const reason = waiting?.checks.find((check) => check.state === "reason");
  if (run.status === "deferred" && run.startAt)
    return <StartsAt startAt={run.startAt} attempt={run.attempt} limit={run.attemptLimit} />;
  if (reason?.key === "worker" || reason?.key === "version") {
    return (
      <>
        Waits for a worker<small>{reason.answer}</small>
      </>
    );
  }
  const next = waiting && nextToEnd(waiting);
  const seconds = next?.seconds ?? run.waits?.startsInSeconds ?? null;
  if (!reason || seconds === null) {
    return (
      <>
        {reason ? "Waits for its turn" : "Starts now"}
        {reason && <small>{reason.answer.replace(/^Yes: /, "")}</small>}
      </>
    );
  }
  return (
    <>
      Starts in {about(seconds * 1000)}
      <small>
        about {clockTime(new Date(Date.parse(readAt) + seconds * 1000), zone)}
        {next && `, when ${next.title} is done`}
      </small>
    </>
  );
}

function StartsAt({
  startAt,
  attempt,
  limit,
}: {
  startAt: string;
  attempt: number;
  limit: number;
}) {
  const at = Date.parse(startAt);
  const left = useTicking((now) =>
    at > now.getTime() ? `in ${duration(Math.ceil((at - now.getTime()) / 1000) * 1000)}` : "now",
  );
  return (
    <>
      {attempt > 0 ? "Next attempt" : "Starts"} {left}
      <small>
        <Time at={startAt} form="moment" />
        {attempt > 0 && `, attempt ${count(attempt + 1)} of ${count(Math.max(limit, attempt + 1))}`}
      </small>
    </>
  );
}
