"use client";

import Link from "next/link";
import { memo } from "react";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { useClock, useTicking } from "../../../_ui/clock.tsx";
import { Strip } from "../../../_ui/strip.tsx";
import { TickBox } from "../../../_ui/tick-box.tsx";
import type { OnTick } from "../../../_ui/ticks.ts";
import { Time, type TimeForm } from "../../../_ui/time.tsx";
import { LIST, windowHref } from "./address.ts";
import { LastRun } from "./last-run.tsx";
import { LogLink } from "./log-link.tsx";
import { NextRun } from "./next-run.tsx";
import { PLANNING, sentenceFor } from "./planning.ts";

type Props = {
  row: ScheduleRow;
  ticked: boolean;
  onTick: OnTick<ScheduleRow>;
  /** Of the list, which the window keeps under it. */
  query: string;
};

/** One scheduled job: a row of the table, on the phone a card. */
export const ScheduleLine = memo(function ScheduleLine({ row, ticked, onTick, query }: Props) {
  const { zone } = useClock();
  const place = row.domain?.name ?? "Installation";
  return (
    <tr
      data-schedule={row.id}
      aria-selected={ticked || undefined}
      className={row.planning === "disabled" ? "off" : undefined}
    >
      <td className="mid s-tick">
        {(row.may.run || row.lastRun?.may.stop) && (
          <TickBox
            name="scheduleIds"
            value={row.id}
            checked={ticked}
            label={`Select ${row.identifier} of ${place}`}
            onTick={(on, isRange) => onTick(row, on, isRange)}
          />
        )}
      </td>
      <td className="s-st">
        <LastRun run={row.lastRun} />
      </td>
      <td className="mid s-log">
        <LogLink
          runId={row.lastRun?.id}
          of={`${row.identifier} of ${place}`}
          unreadLines={row.unreadLines}
          over={query ? `${LIST}?${query}` : LIST}
        />
      </td>
      <th scope="row" className="s-job">
        <Link
          className="id"
          href={windowHref(row.id, "information", query)}
          scroll={false}
          prefetch={false}
        >
          {row.identifier}
        </Link>
        <span className="two" title={row.description}>
          {row.description}
        </span>
      </th>
      <td className={row.domain ? "s-dom" : "s-dom soft"}>
        <span className="cut">{place}</span>
        <span className="two">{row.domain ? "By domain" : "By installation"}</span>
      </td>
      <td className="s-plan">
        {PLANNING[row.planning]}
        <span className="two" title={sentenceFor(row, zone)}>
          {sentenceFor(row, zone)}
        </span>
      </td>
      <td className="mid s-strip">
        {row.strip.length > 0 ? (
          <Strip runs={row.strip} />
        ) : (
          <span className="nil small">no runs yet</span>
        )}
      </td>
      <td className="s-last">
        <LastTime row={row} />
      </td>
      <td className="s-next">
        <NextRun row={row} />
      </td>
    </tr>
  );
});

const WEEK_MS = 7 * 24 * 3_600_000;

function LastTime({ row: { lastRun } }: { row: ScheduleRow }) {
  const at = lastRun?.startedAt ?? lastRun?.createdAt;
  // After a week the first line is the day itself.
  const form = useTicking((now) =>
    at && now.getTime() - Date.parse(at) >= WEEK_MS ? "clock" : "short",
  ) as TimeForm;
  if (!lastRun || !at) return <span className="nil">–</span>;
  return (
    <>
      <Link className="cut more" href={`/process-tracker/${lastRun.id}`} prefetch={false}>
        <Time at={at} />
      </Link>
      <span className="two">
        <Time at={at} form={form} />
      </span>
    </>
  );
}
