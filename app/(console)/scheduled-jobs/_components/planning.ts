import type { ScheduleRow } from "#lib/schedules/row.ts";
import { clockTime, zoneCity } from "#lib/text/dates.ts";
import type { Planning } from "#lib/schedules/plan-input.ts";

export const PLANNING: Record<Planning, string> = {
  automatic: "Automatic",
  scheduled: "Scheduled",
  disabled: "Disabled",
};

const TIMES = /\d\d:\d\d/g;

/** The plan in words, with its zone where its clock shows another time than the reader's: `Mon–Fri 06:45 Helsinki (05:45 here)`. */
export function sentenceFor({ planning, sentence, timeZone, nextRun }: ScheduleRow, zone: string) {
  const times = sentence.match(TIMES) ?? [];
  if (planning !== "scheduled" || times.length === 0 || !nextRun) return sentence;
  const at = new Date(nextRun.at);
  const here = clockTime(at, zone);
  if (here === clockTime(at, timeZone)) return sentence;
  const city = `${sentence} ${zoneCity(timeZone)}`;
  return times.length === 1 ? `${city} (${here} here)` : city;
}
