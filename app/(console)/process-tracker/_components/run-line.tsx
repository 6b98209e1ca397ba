"use client";

import Link from "next/link";
import { memo } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { warningsOf } from "#lib/runs/status.ts";
import { duration } from "#lib/text/durations.ts";
import { Status } from "../../../_ui/status.tsx";
import { Elapsed, Time } from "../../../_ui/time.tsx";
import { ProgressCell } from "./progress-cell.tsx";
import { RunActions } from "./run-actions.tsx";
import { statusDetail } from "./status-detail.tsx";
import { isRetry, Why } from "./why.tsx";
import { TRIGGER_WORDS } from "./words.ts";

/** One run: a row of the table, on the phone a card. */
export const RunLine = memo(function RunLine({ run }: { run: RunRow }) {
  return (
    <tr data-run={run.id}>
      <td className="r-st">
        <Status
          status={run.status}
          retry={isRetry(run)}
          warnings={warningsOf(run)}
          detail={statusDetail(run)}
        />
      </td>
      <th scope="row" className="r-run">
        <span className="nm">
          <Link className="id" href={`/process-tracker/${run.id}`} prefetch={false}>
            {run.title}
          </Link>
          <span className="dim">#{run.id}</span>
        </span>
        <Why run={run} />
      </th>
      <ProgressCell run={run} />
      <td className="r-type">
        <span className="cut">{run.jobTitle}</span>
        <span className="two">{run.domain?.name ?? "Installation"}</span>
      </td>
      <td className="r-cr">
        <Time at={run.createdAt} form="short" />
        <span className="two">{startedBy(run)}</span>
      </td>
      <td className="r-up">
        <Time at={run.updatedAt} className="cut" />
        <span className="two">{run.updatedBy}</span>
      </td>
      <td className="num r-du">{lasted(run)}</td>
      <td className="mid act-cell r-ac">
        <RunActions run={run} />
      </td>
    </tr>
  );
});

export const startedBy = ({ trigger, startedBy: person }: RunRow) =>
  person && (trigger === "person" || trigger === "demo") ? person.name : TRIGGER_WORDS[trigger];

function lasted({ startedAt, endedAt, status }: RunRow) {
  if (!startedAt) return null;
  if (endedAt) return duration(Date.parse(endedAt) - Date.parse(startedAt));
  return status === "running" || status === "stopping" ? <Elapsed since={startedAt} /> : null;
}
