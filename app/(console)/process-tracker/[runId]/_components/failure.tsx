"use client";

import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import { duration } from "#lib/text/durations.ts";
import { count } from "#lib/text/numbers.ts";
import { CopyButton } from "../../../../_ui/copy-button.tsx";
import { Mark } from "../../../../_ui/status.tsx";
import { Strip } from "../../../../_ui/strip.tsx";
import { lasted } from "./outcome.tsx";

/** Why the run failed, in the error's own words first, then what to try. */
export function Failure({ detail }: { detail: RunDetail }) {
  const { run, explanation } = detail;
  const [first = "It failed without a word.", ...rest] = (run.errorMessage ?? "")
    .split("\n")
    .filter((line, at) => at > 0 || line);
  const further = rest.join("\n").trim();
  const status = run.status === "interrupted" ? ("lost" as const) : ("fail" as const);
  return (
    <section className="fall" aria-label="Failure">
      <div>
        <Mark tone={status} label={headline(detail)} />
        <p className="what">{first}</p>
        {further && <p className="further">{further}</p>}
        {explanation && <p>{explanation.cause}</p>}
        {explanation && (
          <p>
            <b>What to try:</b> {explanation.remedy}
          </p>
        )}
        <More detail={detail} />
      </div>
      <Same detail={detail} />
    </section>
  );
}

function headline(detail: RunDetail): string {
  const { run, steps } = detail;
  const failed =
    steps.find((step) => step.status === "failed") ??
    steps.find((step) => step.position === run.stepPosition);
  const took = lasted(run);
  const word = run.status === "interrupted" ? "Worker lost" : "Failed";
  const after = took === null ? "" : ` after ${duration(took)}`;
  const where = failed ? ` in step ${failed.position} of ${steps.length}` : "";
  return `${word}${after}${where}${written(detail)}`;
}

/** The counts that mean that something was changed; a job without them says nothing about it. */
const WRITING = ["created", "updated", "written", "deleted"];

function written({ run, steps }: RunDetail): string {
  const counts = steps
    .flatMap((step) => step.tallies)
    .filter((tally) => WRITING.includes(tally.name));
  const sum = counts.reduce((total, tally) => total + tally.count, 0);
  if (sum > 0) return `, ${count(sum)} written and kept`;
  const isWriting = counts.length > 0 || (run.stepPosition <= 1 && steps.length > 1);
  return isWriting ? ", nothing was written" : "";
}

function More({ detail }: { detail: RunDetail }) {
  const { run, explanation, lastLines, attempts } = detail;
  const line = lastLines.findLast((entry) => entry.level === "error")?.seq ?? lastLines.at(-1)?.seq;
  const log = `/process-tracker/${run.id}/log`;
  return (
    <div className="more">
      {explanation?.link && (
        <Link className="link" href={explanation.link.href} prefetch={false}>
          {explanation.link.text}
        </Link>
      )}
      {line !== undefined && (
        <Link className="link" href={`${log}?line=${line}`} prefetch={false} scroll={false}>
          Log at this line
        </Link>
      )}
      {attempts.some((attempt) => attempt.trace) && (
        <a className="link" href="#attempts">
          Trace, last line first
        </a>
      )}
      <CopyButton text={run.errorMessage ?? ""} label="Copy the error" className="link" />
    </div>
  );
}

function Same({ detail: { run, sameError, strip } }: { detail: RunDetail }) {
  if (strip.length < 2) return null;
  const list = `/process-tracker?status=failed&type=${encodeURIComponent(run.jobType)}&since=7d`;
  return (
    <div className="same">
      {sameError > 1 && (
        <Link className="link" href={list} prefetch={false}>
          Same error {count(sameError)} times this week
        </Link>
      )}
      <Strip runs={strip} />
      <span className="small">last {strip.length} runs of this job</span>
    </div>
  );
}
