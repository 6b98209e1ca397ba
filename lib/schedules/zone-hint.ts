import { dayName } from "../text/dates.ts";
import { stretchAt, type Stretch } from "./zone-clock.ts";

const AHEAD_MS = 14 * 24 * 3_600_000;

/** How far a zone is from UTC, and when that changes soon: `UTC+1`, `UTC+1, from tomorrow UTC+2`, `UTC−3:30`. */
export function zoneHint(zone: string, at: Date): string {
  const now = stretchAt(zone, at.getTime());
  const change = nextChange(zone, now, at.getTime() + AHEAD_MS);
  if (!change) return fromUtc(now);
  return `${fromUtc(now)}, from ${dayOf(zone, change.from, at)} ${fromUtc(change)}`;
}

/** Stretches are cut at New Year too, where nothing changes. */
function nextChange(zone: string, now: Stretch, until: number): Stretch | undefined {
  let next = now;
  while (next.until <= until) {
    next = stretchAt(zone, next.until);
    if (next.offset !== now.offset) return next;
  }
  return undefined;
}

function dayOf(zone: string, change: number, at: Date): string {
  const day = dayName(new Date(change), at, zone);
  const tomorrow = dayName(new Date(change - 24 * 3_600_000), at, zone) === "today";
  return day !== "today" && tomorrow ? "tomorrow" : day;
}

function fromUtc({ offset }: Stretch): string {
  if (offset === 0) return "UTC";
  const minutes = Math.abs(offset) / 60_000;
  const rest = minutes % 60;
  return `UTC${offset < 0 ? "−" : "+"}${Math.floor(minutes / 60)}${rest > 0 ? `:${String(rest).padStart(2, "0")}` : ""}`;
}
