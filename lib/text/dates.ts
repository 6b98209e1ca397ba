import { NBSP } from "./numbers.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Parts = {
  year: string;
  month: string;
  day: string;
  weekday: string;
  hour: string;
  minute: string;
  second: string;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `21:42` in a zone (IANA name). */
export function clockTime(at: Date, zone: string): string {
  const { hour, minute } = partsIn(at, zone);
  return `${hour}:${minute}`;
}

/** `21:42:07` in a zone. */
export const clockSeconds = (at: Date, zone: string) =>
  `${clockTime(at, zone)}:${partsIn(at, zone).second}`;

/** The day as the lists say it: `today`, `Thu` within six days, `Wed 1 April`, `Wed 1 April 2025`. */
export function dayName(at: Date, now: Date, zone: string): string {
  const days = dayNumber(at, zone) - dayNumber(now, zone);
  if (days === 0) return "today";
  const { weekday, day, month, year } = partsIn(at, zone);
  if (Math.abs(days) < 7) return weekday;
  const sameYear = year === partsIn(now, zone).year;
  return `${weekday} ${day}${NBSP}${month}${sameYear ? "" : ` ${year}`}`;
}

/** Day and time: `today 18:00`, `Sun 03:00`, `Wed 1 April 04:00`. */
export const moment = (at: Date, now: Date, zone: string) =>
  `${dayName(at, now, zone)} ${clockTime(at, zone)}`;

/** As short as the reader can take it: `21:40` today, else the day too. For columns. */
export function shortMoment(at: Date, now: Date, zone: string): string {
  return dayNumber(at, zone) === dayNumber(now, zone) ? clockTime(at, zone) : moment(at, now, zone);
}

/** `now`, `40 s ago`, `3 min ago`, `20 h ago`, `yesterday`, `4 d ago`, `in 2 h`, `in 1 d 7 h`; after seven days the date. */
export function relative(at: Date, now: Date, zone: string): string {
  const ms = at.getTime() - now.getTime();
  if (Math.abs(ms) >= 7 * DAY) return dayName(at, now, zone);
  return ms > 0 ? ahead(ms) : ago(-ms, at, now, zone);
}

/** The exact time for titles: `Sat 28 March 2026, 18:00:04 CET (17:00:04 UTC)`; in UTC it is said once. */
export function absolute(at: Date, zone: string): string {
  const { weekday, day, month, year } = partsIn(at, zone);
  if (zone === "UTC") return `${weekday} ${day} ${month} ${year}, ${clockSeconds(at, zone)} UTC`;
  return `${weekday} ${day} ${month} ${year}, ${clockSeconds(at, zone)} ${zoneAbbreviation(at, zone)} (${clockSeconds(at, "UTC")} UTC)`;
}

/** `Saturday 28 March`, for page heads. */
export function longDay(at: Date, zone: string): string {
  return formatter(zone, { weekday: "long", day: "numeric", month: "long" })
    .format(at)
    .replace(",", "");
}

/** `28 March` in a zone, with the year where it is another one. */
export function plainDay(at: Date, now: Date, zone: string): string {
  const { day, month, year } = partsIn(at, zone);
  return `${day}${NBSP}${month}${year === partsIn(now, zone).year ? "" : ` ${year}`}`;
}

/** `Paris` for `Europe/Paris`: how people name a zone. */
export const zoneCity = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Whether the runtime knows the zone; a wrong one in a row must not take the page down. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format(0).length > 0;
  } catch {
    return false;
  }
}

/** The hour of the day, 0 to 23, in a zone. */
export const hourIn = (at: Date, zone: string) => Number(partsIn(at, zone).hour);

function ahead(ms: number): string {
  if (ms < MINUTE) return `in ${Math.max(1, Math.ceil(ms / 1000))}${NBSP}s`;
  if (ms < HOUR) return `in ${Math.round(ms / MINUTE)}${NBSP}min`;
  if (ms < DAY) return `in ${Math.round(ms / HOUR)}${NBSP}h`;
  const hours = Math.floor((ms % DAY) / HOUR);
  return `in ${Math.floor(ms / DAY)}${NBSP}d${hours > 0 ? `${NBSP}${hours}${NBSP}h` : ""}`;
}

function ago(ms: number, at: Date, now: Date, zone: string): string {
  if (ms < 5000) return "now";
  if (ms < MINUTE) return `${Math.floor(ms / 1000)}${NBSP}s ago`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}${NBSP}min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}${NBSP}h ago`;
  const days = dayNumber(now, zone) - dayNumber(at, zone);
  return days === 1 ? "yesterday" : `${days}${NBSP}d ago`;
}

/** Days since 1970 on the zone's own calendar. */
function dayNumber(at: Date, zone: string): number {
  const { year, month, day } = partsIn(at, zone);
  return Math.round(Date.parse(`${day} ${month} ${year} 00:00 UTC`) / DAY);
}

function zoneAbbreviation(at: Date, zone: string): string {
  const parts = formatter(zone, { timeZoneName: "short" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

function partsIn(at: Date, zone: string): Parts {
  const parts = formatter(zone, {
    year: "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  return Object.fromEntries(parts.map((part) => [part.type, part.value])) as Parts;
}

/** Building a formatter costs a hundred times more than using it. */
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${Object.values(options).join(" ")}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: isKnown(zone) });
    formatters.set(key, found);
  }
  return found;
}

const isKnown = (zone: string) => (isZone(zone) ? zone : "UTC");
