"use client";

import Link from "next/link";
import { memo } from "react";
import { seenText } from "#lib/runs/seen-input.ts";
import type { RunRow } from "#lib/runs/row.ts";
import { warningsOf } from "#lib/runs/status.ts";
import { duration } from "#lib/text/durations.ts";
import { Status } from "../../../_ui/status.tsx";
import { TickBox } from "../../../_ui/tick-box.tsx";
import type { OnTick } from "../../../_ui/ticks.ts";
import { Elapsed, Time } from "../../../_ui/time.tsx";
import { ProgressCell } from "./progress-cell.tsx";
import { RunActions } from "./run-actions.tsx";
import { statusDetail } from "./status-detail.tsx";
import { isRetry, Why } from "./why.tsx";
import { TRIGGER_WORDS } from "./words.ts";

type Props = {
  run: RunRow;
  ticked: boolean;
  /** Undefined: it has no box. */
  onTick?: OnTick<RunRow>;
};

/** One run: a row of the table, on the phone a card. */
export const RunLine = memo(function RunLine({ run, ticked, onTick }: Props) {
  return (
    <tr data-run={run.id} aria-selected={ticked || undefined}>
      {onTick && (
        <td className="mid r-tick">
          <TickBox
            name="runs"
            value={seenText(run)}
            checked={ticked}
            label={`Select ${run.title} #${run.id}`}
            onTick={(on, isRange) => onTick(run, on, isRange)}
          />
        </td>
      )}
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
