"use client";

import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import type { RunRow } from "#lib/runs/row.ts";
import { about, duration } from "#lib/text/durations.ts";
import { ActionForm } from "../../../../../_ui/action-form.tsx";
import { Confirm } from "../../../../../_ui/confirm.tsx";
import { Icon } from "../../../../../_ui/icon.tsx";
import { Status } from "../../../../../_ui/status.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { retry, stop } from "../../actions.ts";
import type { StreamState } from "./use-stream.ts";

type Props = {
  run: RunRow;
  detail: RunDetail;
  stream: StreamState;
  view: "window" | "page";
  /** Where it closes to; the run's page where nothing is named. */
  back: string | undefined;
};

/** Whose log it is, what state the run and the connection are in, and what can be done. */
export function LogHead({ run, stream, view, back }: Props) {
  const Title = view === "page" ? "h1" : "h2";
  return (
    <header>
      <Title id="log-title">
        Log of {run.title} <span>#{run.id}</span>
      </Title>
      <Status status={run.status} />
      <span className="soft left">{timing(run)}</span>
      <div className="rt">
        {stream !== "off" && (
          <span className={stream === "live" ? "live" : "live off"} role="status">
            {stream === "live" ? "Live" : "Reconnecting…"}
          </span>
        )}
        <Act run={run} />
        {view === "window" ? (
          <>
            <a className="link soft desk" href={`/process-tracker/${run.id}/log?view=page`}>
              Open as page
            </a>
            <Link
              className="x"
              href={back ?? `/process-tracker/${run.id}`}
              scroll={false}
              prefetch={false}
              aria-label="Close the log"
            >
              <Icon name="x" size={16} />
            </Link>
          </>
        ) : (
          <Link className="link soft" href={`/process-tracker/${run.id}`} prefetch={false}>
            Back to the run
          </Link>
        )}
      </div>
    </header>
  );
}

function Act({ run }: { run: RunRow }) {
  if (run.may.stop) {
    return (
      <Confirm
        label="Stop…"
        spoken={`Stop… ${run.title} #${run.id}`}
        pending="Stopping…"
        title={`Stop ${run.title}?`}
        keep="Keep running"
        go="Stop the run"
        action={stop}
        fields={{ runId: run.id }}
      >
        <p>{run.stopMeaning}</p>
      </Confirm>
    );
  }
  if (!run.may.retry) return null;
  return (
    <ActionForm action={retry} fields={{ runId: run.id, seenClaim: run.claim }}>
      <SubmitButton pending="Retrying…">Retry</SubmitButton>
    </ActionForm>
  );
}

function timing(run: RunRow): string {
  if (typeof run.timeLeft === "object" && run.timeLeft)
    return `${about(run.timeLeft.seconds * 1000)} left`;
  if (!run.startedAt || !run.endedAt) return "";
  return `after ${duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}`;
}
