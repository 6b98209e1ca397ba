import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import { WAITING, type Trigger } from "#lib/runs/status.ts";
import { Time } from "../../../../_ui/time.tsx";
import { RunActions } from "./run-actions.tsx";

/** Name, number and origin of the run, and what can be done with it. */
export function RunHead({ detail }: { detail: RunDetail }) {
  const { run } = detail;
  const list = `/process-tracker?type=${encodeURIComponent(run.jobType)}`;
  return (
    <div className="runhead">
      <div className="runname">
        <p className="crumbs">
          <Link href="/process-tracker" prefetch={false}>
            Process tracker
          </Link>{" "}
          /{" "}
          <Link href={list} prefetch={false}>
            {run.jobTitle}
          </Link>
        </p>
        <h1>
          {run.title} <span>#{run.id}</span>
        </h1>
        <p className="by">
          {run.jobTitle} {run.domain ? "into " : "for the installation"}
          {run.domain && (
            <Link
              href={`/process-tracker?domain=${encodeURIComponent(run.domain.name)}`}
              prefetch={false}
            >
              {run.domain.name}
            </Link>
          )}
          , {WAITING.includes(run.status) ? "asked for" : "started"}{" "}
          <Time at={run.createdAt} form="moment" /> {BY[run.trigger]}
          {run.trigger === "person" && run.startedBy && (
            <Link href={`/process-tracker?user=${run.startedBy.id}`} prefetch={false}>
              {run.startedBy.name}
            </Link>
          )}
          <Links detail={detail} />
        </p>
      </div>
      <RunActions detail={detail} />
    </div>
  );
}

const BY: Record<Trigger, string> = {
  person: "by ",
  schedule: "by its schedule",
  run: "by another run",
  api: "through the API",
  demo: "for the demo",
};

/** Runs with other input: the one that this continues, and those that continue it. */
function Links({ detail }: { detail: RunDetail }) {
  const { continues, continuedBy } = detail;
  return (
    <>
      {continues && (
        <>
          ; continues{" "}
          <Link href={`/process-tracker/${continues.id}`} prefetch={false}>
            {continues.title} #{continues.id}
          </Link>
        </>
      )}
      {continuedBy.map((next, at) => (
        <span key={next.id}>
          {at === 0 ? "; continued by " : ", "}
          <Link href={`/process-tracker/${next.id}`} prefetch={false}>
            {next.title} #{next.id}
          </Link>
        </span>
      ))}
    </>
  );
}
