"use client";

import { absolute, clockSeconds } from "#lib/text/dates.ts";
import { useClock } from "../../../../_ui/clock.tsx";

/** `21:04:11.204` in the reader's zone. */
export function Millis({ at }: { at: string }) {
  const { zone, style } = useClock();
  const date = new Date(at);
  const shown = style === "utc" ? "UTC" : zone;
  return (
    <time dateTime={at} title={absolute(date, zone)}>
      {clockSeconds(date, shown)}.{at.slice(20, 23)}
    </time>
  );
}
