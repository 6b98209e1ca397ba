"use client";

import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import type { WhyCheck } from "#lib/runs/why-waiting.ts";
import { STATUS } from "#lib/runs/status.ts";
import { counted } from "#lib/text/numbers.ts";
import { LiveSwitch } from "../../../_live/live-switch.tsx";
import { Icon } from "../../../../_ui/icon.tsx";
import { StatusIcon } from "../../../../_ui/status.tsx";

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

function InLine({ detail: { waiting, run } }: { detail: RunDetail }) {
  if (!waiting || (waiting.line.length === 0 && waiting.before === 0)) return null;
  const { running, limit, before } = waiting;
  return (
    <>
      <div className="sec">
        <h2>In line</h2>
        <span className="dim">
          {limit === null ? `${counted(running, "run")} running` : `${running} of ${limit} running`}
          , {before + 1} waiting
        </span>
      </div>
      <ol className="inline12">
        {waiting.line.map((other) => (
          <li key={other.id}>
            <StatusIcon status={other.status} />
            <Link className="id" href={`/process-tracker/${other.id}`} prefetch={false}>
              {other.title} <span className="dim">#{other.id}</span>
            </Link>
            <span className="dim">{STATUS[other.status].label}</span>
          </li>
        ))}
        <li className="me" aria-current="true">
          <StatusIcon status={run.status} />
          <b className="id">
            {run.title} <span className="dim">#{run.id}</span>
          </b>
          <span>this run</span>
        </li>
      </ol>
    </>
  );
}
