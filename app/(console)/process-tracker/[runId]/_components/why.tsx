"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { RunDetail } from "#lib/runs/get.ts";
import type { WhyCheck } from "#lib/runs/why-checks.ts";
import { STATUS } from "#lib/runs/status.ts";
import { clockTime } from "#lib/text/dates.ts";
import { about, duration } from "#lib/text/durations.ts";
import { counted, ordinal } from "#lib/text/numbers.ts";
import { LiveSwitch } from "../../../_live/live-switch.tsx";
import { useClock } from "../../../../_ui/clock.tsx";
import { Icon } from "../../../../_ui/icon.tsx";
import { layLine, type LineLane } from "./line.ts";

/** Why the run does not run: every question with its answer, the reason marked, and the runs before it. */
export function Why({ detail }: { detail: RunDetail }) {
  const { waiting } = detail;
  if (!waiting) return null;
  return (
    <>
      <div className="sec first whysec">
        <h2 id="why">Why is it not running?</h2>
        <span className="dim">asked in this order, the marked answer is the reason</span>
        <LiveSwitch />
      </div>
      <ol className="why12" aria-labelledby="why">
        {waiting.checks.map((check) => (
          <Check key={check.key} check={check} />
        ))}
      </ol>
      <InLine detail={detail} />
    </>
  );
}

const ICONS = { fine: "ok", remark: "warn", reason: "wait" } as const;

function Check({ check }: { check: WhyCheck }) {
  const { question, state, answer, more, remedies } = check;
  const isReason = state === "reason";
  return (
    <li className={isReason ? "is" : undefined}>
      <Icon name={ICONS[state]} className={isReason ? undefined : `i ${ICONS[state]}`} />
      {isReason ? <b>{question}</b> : <span>{question}</span>}
      <div>
        <p>
          {isReason ? <b>{answer}</b> : answer} {more}
        </p>
        {remedies.length > 0 && (
          <p className="rem">
            {remedies.map(({ text, href }) =>
              href ? (
                <Link key={text} className="link" href={href} prefetch={false}>
                  {text}
                </Link>
              ) : (
                <span key={text}>{text}</span>
              ),
            )}
          </p>
        )}
      </div>
    </li>
  );
}

/** The runs that hold the places and those before this one, as bars on one axis of time. */
function InLine({ detail }: { detail: RunDetail }) {
  const { waiting, run } = detail;
  if (!waiting || (waiting.line.length === 0 && waiting.before === 0)) return null;
  const { running, limit, before } = waiting;
  const line = layLine(detail);
  return (
    <>
      <div className="sec">
        <h2>In line</h2>
        <span className="dim">
          {limit === null ? `${counted(running, "run")} running` : `${running} of ${limit} running`}
          , {before + 1} waiting
        </span>
      </div>
      <div className="wf line12">
        <ol>
          {line.lanes.map((lane) => (
            <Other key={lane.run.id} lane={lane} />
          ))}
          <li className="step me" aria-current="true">
            <div>
              <b className="nm2">{run.title}</b>
              <span className="two2">
                #{run.id}, {ordinal(before + 1)} in line
              </span>
            </div>
            <div className="lane">
              {line.own && (
                <span
                  className="b hollow"
                  style={{ left: `${line.own.left}%`, width: `${line.own.width}%` }}
                />
              )}
              {line.own && line.ownEndMs !== null && (
                <Words at={line.own.left + line.own.width} endMs={line.ownEndMs}>
                  if it takes the usual {duration((detail.usual?.medianSeconds ?? 0) * 1000)}
                </Words>
              )}
            </div>
          </li>
        </ol>
        <span
          className="nowline"
          style={{ left: `calc(190px + (100% - 190px) * ${line.now / 100})` }}
        />
      </div>
    </>
  );
}

function Other({ lane: { run, ran, expected, endMs, seconds } }: { lane: LineLane }) {
  const end = expected ?? ran;
  return (
    <li className="step">
      <div>
        <Link className="nm2 id" href={`/process-tracker/${run.id}`} prefetch={false}>
          {run.title}
        </Link>
        <span className="two2">
          #{run.id}, {run.startedBy?.name ?? STATUS[run.status].label.toLowerCase()}
        </span>
      </div>
      <div className="lane">
        {ran && (
          <span className="b going" style={{ left: `${ran.left}%`, width: `${ran.width}%` }} />
        )}
        {expected && (
          <span
            className="b est"
            style={{ left: `${expected.left}%`, width: `${expected.width}%` }}
          />
        )}
        {end && (
          <Words at={end.left + end.width} endMs={endMs}>
            {seconds === null ? wordsFor(run) : about(seconds * 1000)}
          </Words>
        )}
      </div>
    </li>
  );
}

const wordsFor = (run: LineLane["run"]) =>
  run.timeLeft === "longer-than-usual" ? "longer than usual" : "estimating…";

function Words({ at, endMs, children }: { at: number; endMs: number | null; children: ReactNode }) {
  const { zone } = useClock();
  return (
    <span className="lb" style={{ left: `calc(${at}% + 8px)` }}>
      {endMs !== null && <b>{clockTime(new Date(endMs), zone)} </b>}
      {children}
    </span>
  );
}
