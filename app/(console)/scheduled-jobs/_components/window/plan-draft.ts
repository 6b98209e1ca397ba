import type { ScheduleDetail } from "#lib/schedules/get.ts";
import type { Recurrence, Repeat } from "#lib/schedules/plan-input.ts";

/** The form of the tab "Scheduling" as it stands: all ways to repeat at once, so that nothing typed is lost by looking at another. */
export type PlanDraft = {
  planning: string;
  repeat: Repeat;
  everyMinutes: string;
  everyHours: string;
  minute: string;
  weekdays: string[];
  times: string[];
  days: string[];
  expression: string;
  timeZone: string;
  overlap: string;
  missed: string;
  pauseAfterFailures: string;
};

/** What is stored, with usual choices for the ways that are not in use. */
export function draftOf(detail: ScheduleDetail): PlanDraft {
  const { planning, recurrence, timeZone, overlap, missed, pauseAfterFailures } = detail;
  return {
    ...DEFAULTS,
    ...(recurrence && fieldsOf(recurrence)),
    planning,
    timeZone,
    overlap,
    missed,
    pauseAfterFailures: pauseAfterFailures === null ? "" : String(pauseAfterFailures),
  };
}

/** What was sent and refused, for a page that came back without scripts; several values are one text with commas. */
export function draftFrom(values: Record<string, string>, otherwise: PlanDraft): PlanDraft {
  const list = (name: string) => (values[name] ?? "").split(",").filter(Boolean);
  const text = (name: keyof PlanDraft) => values[name] ?? (otherwise[name] as string);
  return {
    planning: text("planning"),
    repeat: text("repeat") as Repeat,
    everyMinutes: text("everyMinutes"),
    everyHours: text("everyHours"),
    minute: text("minute"),
    weekdays: list("weekdays"),
    times: list("times"),
    days: list("days"),
    // An expression may hold commas, but is one value.
    expression: text("expression"),
    timeZone: text("timeZone"),
    overlap: text("overlap"),
    missed: text("missed"),
    pauseAfterFailures: text("pauseAfterFailures"),
  };
}

const DEFAULTS = {
  repeat: "weekdays" as Repeat,
  everyMinutes: "15",
  everyHours: "1",
  minute: "0",
  weekdays: ["1", "2", "3", "4", "5", "6", "7"],
  times: ["01:00"],
  days: ["1"],
  expression: "",
};

function fieldsOf(recurrence: Recurrence): Partial<PlanDraft> {
  const { repeat } = recurrence;
  switch (recurrence.repeat) {
    case "minutes":
      return { repeat, everyMinutes: String(recurrence.everyMinutes) };
    case "hours":
      return {
        repeat,
        everyHours: String(recurrence.everyHours),
        minute: String(recurrence.minute),
      };
    case "weekdays":
      return { repeat, weekdays: recurrence.weekdays.map(String), times: recurrence.times };
    case "month-days":
      return { repeat, days: recurrence.days.map(String), times: recurrence.times };
    case "cron":
      return { repeat, expression: recurrence.expression };
  }
}

const WORDS: Array<[keyof PlanDraft, string]> = [
  ["planning", "planning"],
  ["repeat", "how it repeats"],
  ["everyMinutes", "minutes"],
  ["everyHours", "hours"],
  ["minute", "minute"],
  ["weekdays", "weekdays"],
  ["days", "days of the month"],
  ["times", "times"],
  ["expression", "expression"],
  ["timeZone", "time zone"],
  ["overlap", "if the last run still runs"],
  ["missed", "if a time was missed"],
  ["pauseAfterFailures", "after failures"],
];

/** In which fields of those that count two drafts differ, in words: "weekdays, a second time". */
export function changesOf(before: PlanDraft, now: PlanDraft): string[] {
  const counted = new Set(countedFields(before).concat(countedFields(now)));
  return WORDS.filter(
    ([name]) => counted.has(name) && String(before[name]) !== String(now[name]),
  ).map(([name, word]) => (name === "times" ? timesWord(before.times, now.times) : word));
}

const ALWAYS: Array<keyof PlanDraft> = ["planning", "overlap", "missed", "pauseAfterFailures"];
const OF_REPEAT: Record<Repeat, Array<keyof PlanDraft>> = {
  minutes: ["everyMinutes"],
  hours: ["everyHours", "minute"],
  weekdays: ["weekdays", "times"],
  "month-days": ["days", "times"],
  cron: ["expression"],
};

/** Fields of ways to repeat that are not chosen change nothing. */
function countedFields({ planning, repeat }: PlanDraft): Array<keyof PlanDraft> {
  return planning === "scheduled"
    ? [...ALWAYS, "repeat", "timeZone", ...OF_REPEAT[repeat]]
    : ALWAYS;
}

function timesWord(before: string[], now: string[]): string {
  const kept = before.every((time) => now.includes(time));
  return kept && before.length === 1 && now.length === 2 ? "a second time" : "times";
}
