"use client";

import type { RunDetail } from "#lib/runs/get.ts";
import { NO_PROGRESS } from "#lib/runs/status.ts";
import { clockTime } from "#lib/text/dates.ts";
import { about, duration } from "#lib/text/durations.ts";
import { count, percent, rate } from "#lib/text/numbers.ts";
import { useClock } from "../../../../_ui/clock.tsx";
import { Status } from "../../../../_ui/status.tsx";
import { Elapsed, Time } from "../../../../_ui/time.tsx";
import { currentStep } from "./current-step.ts";
import { useTimeLeft, type Left } from "./time-left.ts";

/** A run that is under way: how long it still takes, how much is done, how fast. */
export function Progress({ detail }: { detail: RunDetail }) {
  const { run, share } = detail;
  const left = useTimeLeft(detail);
  const step = currentStep(detail);
  return (
    <section className="now" aria-label="Progress">
      <div>
        <Status status={run.status} />
        <p className="fig">
          {run.status === "stopping" ? (
            <Stopping detail={detail} />
          ) : (
            <Figure detail={detail} left={left} />
          )}
        </p>
      </div>
      <p className="aside">
        {step?.total ? (
          <>
            <b>{count(step.done)}</b> of {count(step.total)}
          </>
        ) : (
          <b>{step ? step.title : "Starts"}</b>
        )}
        {share !== null && ` · ${percent(share)}`}
        <br />
        {speed(detail)}
        {run.startedAt && (
          <>
            running for <Elapsed since={run.startedAt} />
          </>
        )}
      </p>
      <div
        className="bar"
        role="progressbar"
        aria-label={`Progress of ${run.title}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.floor(share * 100)}
        aria-valuetext={spoken(share, left)}
      >
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
    </section>
  );
}

function Figure({ detail, left }: { detail: RunDetail; left: Left | undefined }) {
  const { zone } = useClock();
  const { usual, run, readAt } = detail;
  if (run.message?.startsWith(NO_PROGRESS)) {
    return (
      <>
        {NO_PROGRESS}
        <small>{run.message.slice(NO_PROGRESS.length + 2)}</small>
      </>
    );
  }
  if (left === "longer-than-usual") {
    return (
      <>
        Longer than usual
        {usual && <small>it usually takes {duration(usual.medianSeconds * 1000)}</small>}
      </>
    );
  }
  if (typeof left !== "object") {
    return (
      <>
        Estimating…
        <small>
          {run.message ??
            (usual && usual.samples >= 3 ? "until 10 % are done" : "too few earlier runs to tell")}
        </small>
      </>
    );
  }
  const end = new Date(Date.parse(readAt) + left.seconds * 1000);
  return (
    <>
      {about(left.seconds * 1000)} left
      <small>
        done about {clockTime(end, zone)}
        {compared(detail, left.seconds)}
      </small>
    </>
  );
}

function Stopping({ detail: { run, stopRequestedAt } }: { detail: RunDetail }) {
  return (
    <>
      Stopping after the current batch…
      <small>
        {run.stopRequestedBy} asked for it{" "}
        {stopRequestedAt && (
          <>
            at <Time at={stopRequestedAt} form="seconds" />
          </>
        )}
        {run.stopReason && `: ${run.stopReason}`}. {run.stopMeaning}
      </small>
    </>
  );
}

function compared({ run, usual, readAt }: RunDetail, leftSeconds: number): string {
  if (!usual || usual.samples < 3 || !run.startedAt || usual.medianSeconds <= 0) return "";
  const total = (Date.parse(readAt) - Date.parse(run.startedAt)) / 1000 + leftSeconds;
  const ratio = total / usual.medianSeconds;
  if (ratio > 1.25) return ", longer than usual";
  return ratio < 0.8 ? ", quicker than usual" : ", as long as usual";
}

function speed(detail: RunDetail): string {
  const step = currentStep(detail);
  if (!step?.startedAt || step.done === 0 || step.status !== "running") return "";
  const seconds = (Date.parse(detail.readAt) - Date.parse(step.startedAt)) / 1000;
  return seconds > 1 ? `${rate(step.done / seconds)} · ` : "";
}

function spoken(share: number | null, left: Left | undefined): string {
  const done = share === null ? "amount unknown" : percent(share);
  return typeof left === "object" ? `${done}, ${about(left.seconds * 1000)} left` : done;
}
