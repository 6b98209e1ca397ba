"use client";

import type { RunDetail } from "#lib/runs/get.ts";
import type { StepShown } from "#lib/runs/steps-shown.ts";
import { clockSeconds, clockTime } from "#lib/text/dates.ts";
import { about, duration } from "#lib/text/durations.ts";
import { count } from "#lib/text/numbers.ts";
import { LiveSwitch } from "../../../_live/live-switch.tsx";
import { useClock, useTicking } from "../../../../_ui/clock.tsx";
import { Elapsed } from "../../../../_ui/time.tsx";
import { Mark } from "../../../../_ui/status.tsx";
import { isLive, useTimeLeft } from "./time-left.ts";
import { waterfall, type Lane, type Waterfall } from "./waterfall.ts";

/** The steps as bars on one axis of time, with what each has counted. */
export function Steps({ detail }: { detail: RunDetail }) {
  const left = useTimeLeft(detail);
  const runs = detail.run.status === "running" || detail.run.status === "stopping";
  const nowMs = Number(
    useTicking((now) => (runs ? String(Math.floor(now.getTime() / 1000) * 1000) : "0")),
  );
  const drawn = waterfall(detail, nowMs, typeof left === "object" ? left.seconds : undefined);
  if (detail.steps.length === 0) return null;
  return (
    <>
      <div className="sec first">
        <h2>Steps</h2>
        <span className="dim">{summary(detail)}</span>
        {isLive(detail) && detail.waiting === null && <LiveSwitch />}
      </div>
      <div className="wf">
        <Axis drawn={drawn} />
        <ol>
          {drawn.lanes.map((lane) => (
            <Step
              key={lane.step.position}
              lane={lane}
              reached={detail.run.status !== "failed" && isLive(detail)}
            />
          ))}
        </ol>
        {drawn.now !== null && (
          <span
            className="nowline"
            style={{ left: `calc(190px + (100% - 190px) * ${drawn.now / 100})` }}
          />
        )}
      </div>
    </>
  );
}

function summary({ run, steps }: RunDetail): string {
  const failed = steps.find((step) => step.status === "failed");
  if (failed) return `failed in ${failed.position} of ${steps.length}`;
  const done = steps.filter((step) => step.status === "completed").length;
  if (done === steps.length) return `all ${steps.length} done`;
  return `${Math.max(run.stepPosition, Math.min(done + 1, steps.length))} of ${steps.length}`;
}

/** For the eyes only: each step says its times in words. */
function Axis({ drawn }: { drawn: Waterfall }) {
  const { zone } = useClock();
  const far = drawn.marks.filter(
    ({ left }) => drawn.now === null || Math.abs(left - drawn.now) > 5,
  );
  return (
    <div className="axis" aria-hidden="true">
      <span>Step</span>
      <div>
        {far.map(({ left, atMs }) => (
          <span key={atMs} className="at" style={{ left: `${left}%` }}>
            {drawn.now === null ? duration(atMs - drawn.startMs) : moment(atMs, zone)}
          </span>
        ))}
        {drawn.now !== null && (
          <span className="at now-t" style={{ left: `${drawn.now}%` }}>
            now
          </span>
        )}
      </div>
    </div>
  );
}

const moment = (ms: number, zone: string) =>
  ms % 60_000 === 0 ? clockTime(new Date(ms), zone) : clockSeconds(new Date(ms), zone);

const LOOKS = {
  waiting: { tone: "new", row: "step todo", bar: "b" },
  running: { tone: "run", row: "step", bar: "b going" },
  completed: { tone: "ok", row: "step", bar: "b" },
  failed: { tone: "fail", row: "step bad", bar: "b bad" },
  stopped: { tone: "stopped", row: "step", bar: "b halted" },
} as const;

function Step({ lane: { step, ran, expected }, reached }: { lane: Lane; reached: boolean }) {
  const look = LOOKS[step.status];
  const tone = step.status === "waiting" && !reached ? "cancelled" : look.tone;
  const left = typeof step.timeLeft === "object" ? step.timeLeft : null;
  return (
    <li className={look.row}>
      <div>
        <Mark tone={tone} label={step.title} />
        <span className="two">
          <Took step={step} reached={reached} />
        </span>
      </div>
      {step.status === "running" && (
        <div className="mbar">
          <div className="bar">
            <i style={{ width: `${step.total ? (step.done / step.total) * 100 : 0}%` }} />
          </div>
        </div>
      )}
      <div className="lane">
        {ran && (
          <span className={look.bar} style={{ left: `${ran.left}%`, width: `${ran.width}%` }} />
        )}
        {expected && (
          <span
            className={step.status === "running" ? "b est" : "b hollow"}
            style={{ left: `${expected.left}%`, width: `${expected.width}%` }}
          />
        )}
        {step.status === "running" && (
          <span
            className="lb strong"
            style={{
              left: `calc(${(expected ?? ran ?? NOWHERE).left + (expected ?? ran ?? NOWHERE).width}% + 8px)`,
            }}
          >
            {left
              ? about(left.seconds * 1000)
              : step.timeLeft === "longer-than-usual"
                ? "longer than usual"
                : "estimating…"}
          </span>
        )}
        <Tallies step={step} />
      </div>
    </li>
  );
}

const NOWHERE = { left: 0, width: 0 };

function Took({ step, reached }: { step: StepShown; reached: boolean }) {
  if (step.status === "waiting" || !step.startedAt) return reached ? "not started" : "not reached";
  if (step.endedAt) return duration(Date.parse(step.endedAt) - Date.parse(step.startedAt));
  return (
    <>
      <Elapsed since={step.startedAt} /> so far
    </>
  );
}

/** Counts that mean trouble when they are not nothing. */
const TROUBLE = ["invalid", "failed", "errors", "warnings", "conflicts"];

function Tallies({ step }: { step: StepShown }) {
  const { tallies, status, usualSeconds, usualItems, done, total } = step;
  return (
    <span className="tl">
      {status !== "waiting" && total !== null && tallies.length === 0 && (
        <span>
          <b>{count(done)}</b> of {count(total)}
        </span>
      )}
      {tallies.map((tally) => (
        <span
          key={tally.name}
          className={tally.count > 0 && TROUBLE.includes(tally.name) ? "w" : undefined}
        >
          <b>{count(tally.count)}</b> {tally.label.toLowerCase()}
        </span>
      ))}
      {step.message && status === "running" && <span>{step.message}</span>}
      {status === "waiting" && usualSeconds !== null && (
        <span>
          usually {duration(usualSeconds * 1000)}
          {usualItems !== null && ` for ${count(usualItems)}`}
        </span>
      )}
    </span>
  );
}
