import { zoneCity } from "../text/dates.ts";
import { ordinal } from "../text/numbers.ts";
import { LAST_DAY, type Recurrence } from "./plan-input.ts";

const SHORT = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Tells an expression in words; on the server `cronSentence` does. Without it the expression stands for itself. */
type Words = (expression: string) => string;

/** For columns: `Every 15 minutes`, `Mon–Fri 06:00, 18:30`, `Saturdays 21:00`, `On day 1 and 15 at 04:00`. */
export function shortSentence(recurrence: Recurrence, words: Words = plainly): string {
  if (recurrence.repeat === "weekdays") {
    const { weekdays, times } = recurrence;
    const days = weekdays.length === 1 ? `${LONG[weekdays[0]! - 1]}s` : shortDays(weekdays);
    return `${days} ${times.join(", ")}`;
  }
  if (recurrence.repeat === "month-days")
    return `${onDays(recurrence.days)} at ${recurrence.times.join(", ")}`;
  return regularly(recurrence, words);
}

/** For the window: `Every day except Monday at 02:30 and 14:00, Paris time.` */
export function fullSentence(recurrence: Recurrence, zone: string, words: Words = plainly): string {
  return `${withoutZone(recurrence, words)}, ${zone === "UTC" ? "UTC" : `${zoneCity(zone)} time`}.`;
}

function withoutZone(recurrence: Recurrence, words: Words): string {
  if (recurrence.repeat === "weekdays")
    return `${longDays(recurrence.weekdays)} at ${and(recurrence.times)}`;
  if (recurrence.repeat === "month-days")
    return `${onDays(recurrence.days)} of the month at ${and(recurrence.times)}${shortMonths(recurrence.days)}`;
  return regularly(recurrence, words);
}

function regularly(
  recurrence: Exclude<Recurrence, { repeat: "weekdays" | "month-days" }>,
  words: Words,
): string {
  if (recurrence.repeat === "cron") return words(recurrence.expression);
  if (recurrence.repeat === "minutes")
    return recurrence.everyMinutes === 1
      ? "Every minute"
      : `Every ${recurrence.everyMinutes} minutes`;
  const { everyHours, minute } = recurrence;
  const hours = everyHours === 1 ? "Every hour" : `Every ${everyHours} hours from 00:00`;
  const past = String(minute).padStart(2, "0");
  if (minute === 0) return hours;
  return everyHours === 1
    ? `Every hour at ${minute} past`
    : `Every ${everyHours} hours from 00:${past}`;
}

function longDays(days: number[]): string {
  if (days.length === 7) return "Every day";
  const missing = [1, 2, 3, 4, 5, 6, 7].filter((day) => !days.includes(day));
  if (missing.length === 1) return `Every day except ${LONG[missing[0]! - 1]}`;
  if (isSpan(days)) return `${LONG[days[0]! - 1]} to ${LONG[days.at(-1)! - 1]}`;
  return days.length === 1 ? `Every ${LONG[days[0]! - 1]}` : and(days.map((day) => LONG[day - 1]!));
}

function shortDays(days: number[]): string {
  if (days.length === 7) return "Every day";
  if (isSpan(days)) return `${SHORT[days[0]! - 1]}–${SHORT[days.at(-1)! - 1]}`;
  return days.map((day) => SHORT[day - 1]).join(", ");
}

const isSpan = (days: number[]) => days.length > 2 && days.at(-1) === days[0]! + days.length - 1;

function onDays(days: Array<number | string>): string {
  const named = days.map((day) => (day === LAST_DAY ? "the last day" : `day ${day}`));
  const numbers = days.filter((day) => day !== LAST_DAY);
  if (numbers.length < 2) return `On ${and(named)}`;
  return numbers.length === days.length
    ? `On days ${and(numbers.map(String))}`
    : `On days ${numbers.join(", ")} and the last day`;
}

/** What becomes of a 31st in April is not obvious. */
function shortMonths(days: Array<number | string>): string {
  const late = days.filter((day) => typeof day === "number" && day > 28);
  if (late.length === 0) return "";
  const named = and(late.map((day) => ordinal(Number(day))));
  return `, in months that have a ${named.replace(/ and (?=[^ ]+$)/, " or ")}`;
}

function and(parts: string[]): string {
  return parts.length > 1
    ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`
    : (parts[0] ?? "");
}

const plainly: Words = (expression) => `Cron ${expression}`;
