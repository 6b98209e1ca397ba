import Link from "next/link";
import { NO_FILTERS, runListQuery } from "#lib/runs/list-input.ts";
import { PROBLEM_STATUSES, type Problem } from "#lib/runs/problems.ts";
import type { RunRow } from "#lib/runs/row.ts";
import { warningsOf } from "#lib/runs/status.ts";
import { counted } from "#lib/text/numbers.ts";
import { ButtonLink } from "../../_ui/button.tsx";
import { StatusIcon } from "../../_ui/status.tsx";
import { Time } from "../../_ui/time.tsx";

type Props = { problems: Problem[]; domain: string | undefined };

/** The newest problem of each job: what happened, where, when, and the way to it. */
export function Problems({ problems, domain }: Props) {
  const all = runListQuery({ ...NO_FILTERS, domain, status: [...PROBLEM_STATUSES], since: "24h" });
  return (
    <section aria-labelledby="wrong">
      <div className="sec">
        <h2 id="wrong">What is wrong</h2>
        <span className="dim desk">newest problem of each job</span>
        <span className="e">
          <Link className="link" href={`/process-tracker?${all}`} prefetch={false}>
            All of the last 24 h
          </Link>
        </span>
      </div>
      {problems.length === 0 ? (
        <p className="none">Nothing failed in the last 24 hours.</p>
      ) : (
        <ul className="wrong">
          {problems.map((problem) => (
            <Row key={problem.run.id} problem={problem} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ problem: { run, times } }: { problem: Problem }) {
  const where = run.domain?.name ?? "Installation";
  const often = times > 1 ? ` ${counted(times, "time")} in 24 h.` : "";
  const href = `/process-tracker/${run.id}`;
  return (
    <li>
      <StatusIcon status={run.status} />
      <div className="what">
        <Link className="id" href={href} prefetch={false}>
          {run.title} {WORDS[run.status] ?? "failed"}
        </Link>
        <p className="two">
          {lineOf(run)}
          {often}
        </p>
      </div>
      <span className="where">{where}</span>
      <span className="when">
        <Time at={run.endedAt ?? run.updatedAt} />
      </span>
      <ButtonLink href={href} small>
        Open <span className="sr">{`${run.title} #${run.id}`}</span>
      </ButtonLink>
    </li>
  );
}

const WORDS: Partial<Record<RunRow["status"], string>> = {
  failed: "failed",
  interrupted: "lost its worker",
  "completed-with-warnings": "has warnings",
};

function lineOf(run: RunRow): string {
  const text = run.status === "failed" ? (run.errorMessage ?? run.message) : run.message;
  const line =
    text?.split("\n", 1)[0] ?? (warningsOf(run) > 0 ? counted(warningsOf(run), "warning") : "");
  return line === "" || /[.!?]$/.test(line) ? line : `${line}.`;
}
