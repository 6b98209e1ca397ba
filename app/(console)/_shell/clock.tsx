"use client";

import { clockTime, zoneCity } from "#lib/text/dates.ts";
import { useClock, useTicking } from "../../_ui/clock.tsx";

const MINUTE_MS = 60_000;

/** The time in the viewer's zone, with the zone's city. */
export function Clock() {
  const { zone, style } = useClock();
  const shown = style === "utc" ? "UTC" : zone;
  const minute = useTicking((now) =>
    new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS).toISOString(),
  );
  return (
    <span className="clock">
      <time dateTime={minute}>{clockTime(new Date(minute), shown)}</time>{" "}
      <small>{zoneCity(shown)}</small>
    </span>
  );
}
