"use client";

import {
  absolute,
  clockSeconds,
  clockTime,
  moment,
  relative,
  shortMoment,
} from "#lib/text/dates.ts";
import { elapsed } from "#lib/text/durations.ts";
import { useClock, useTicking, type TimeStyle } from "./clock.tsx";

/**
 * - `relative`: "3 min ago", "in 2 h"; follows the reader's choice of relative, own zone or UTC
 * - `short`: "21:40", on other days "Fri 05:45"
 * - `moment`: "today 21:40", "Fri 05:45"
 * - `clock`: "21:40"
 * - `seconds`: "21:40:07"
 */
export type TimeForm = "relative" | "short" | "moment" | "clock" | "seconds";

type Props = { at: string | Date; form?: TimeForm; className?: string };

/** A moment in the viewer's zone; the title tells it exactly, with zone and UTC. */
export function Time({ at, form = "relative", className }: Props) {
  const date = new Date(at);
  const { zone, style } = useClock();
  const shownZone = style === "utc" ? "UTC" : zone;
  const text = useTicking((now) => written(date, now, shownZone, style, form));
  return (
    <time dateTime={date.toISOString()} title={absolute(date, zone)} className={className}>
      {text}
    </time>
  );
}

/** How long something has lasted: "4 min 51 s", counting while it goes on. */
export function Elapsed({ since, className }: { since: string | Date; className?: string }) {
  const from = new Date(since).getTime();
  const text = useTicking((now) => elapsed(now.getTime() - from));
  return <span className={className}>{text}</span>;
}

function written(date: Date, now: Date, zone: string, style: TimeStyle, form: TimeForm): string {
  if (form === "clock") return clockTime(date, zone);
  if (form === "seconds") return clockSeconds(date, zone);
  if (form === "moment") return moment(date, now, zone);
  if (form === "short" || style !== "relative") return shortMoment(date, now, zone);
  return relative(date, now, zone);
}
