import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import { duration } from "#lib/text/durations.ts";
import { counted } from "#lib/text/numbers.ts";
import { Strip } from "../../../../_ui/strip.tsx";
import { Time } from "../../../../_ui/time.tsx";
import { Files } from "./files.tsx";
import { Parameters } from "./parameters.tsx";

/** Beside the steps: facts, files, parameters, what happened. */
export function Rail({ detail }: { detail: RunDetail }) {
  return (
    <aside className="rail" aria-label="About this run">
      <h2>About</h2>
      <Facts detail={detail} />
      <h2>Files</h2>
      <Files detail={detail} />
      <h2>Parameters</h2>
      <Parameters value={detail.parameters} />
      <h2>What happened</h2>
      <History detail={detail} />
    </aside>
  );
}

function Facts({ detail }: { detail: RunDetail }) {
  const { run, usual, strip } = detail;
  return (
    <dl className="facts">
      <dt>Worker</dt>
      <dd>
        <Worker detail={detail} />
      </dd>
      <dt>Waited</dt>
      <dd>{waited(detail)}</dd>
      <dt>Attempt</dt>
      <dd>
        {Math.max(1, run.attempt)} of {Math.max(run.attemptLimit, run.attempt, 1)}
      </dd>
      {run.warningCount > 0 && (
        <>
          <dt>Warnings</dt>
          <dd>
            <Link
              href={`/process-tracker/${run.id}/log?levels=warning`}
              scroll={false}
              prefetch={false}
            >
              {counted(run.warningCount, "warning")}
            </Link>
          </dd>
        </>
      )}
      <dt>Usually</dt>
      <dd>
        {usual
          ? `${duration(usual.medianSeconds * 1000)} (${counted(usual.samples, "run")})`
          : "no earlier run"}
        {strip.length > 1 && <Strip runs={strip} />}
      </dd>
    </dl>
  );
}

function Worker({ detail: { worker, run } }: { detail: RunDetail }) {
  if (!worker) return "none yet";
  if (run.status !== "running" && run.status !== "stopping") return worker.name;
  return (
    <>
      {worker.name}, heard <Time at={worker.heartbeatAt} />
    </>
  );
}

function waited({ run }: RunDetail): string {
  if (!run.startedAt || !run.queuedAt) return run.endedAt ? "never started" : "still waits";
  return duration(Date.parse(run.startedAt) - Date.parse(run.queuedAt));
}

function History({ detail: { history } }: { detail: RunDetail }) {
  return (
    <ol className="hist">
      {history.map((entry, at) => (
        <li key={at}>
          <Time at={entry.at} form="seconds" />
          <span>
            {entry.text}
            {entry.note && `: ${entry.note}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
