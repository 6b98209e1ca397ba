import { z } from "zod";
import { isZone } from "../text/dates.ts";
import { cronFault } from "./cron-fields.ts";

/** `automatic`: the job's own rule. `disabled`: manual starts only. */
export const PLANNINGS = ["automatic", "scheduled", "disabled"] as const;
export type Planning = (typeof PLANNINGS)[number];

/** Steps that divide an hour or a day evenly; anything else takes an expression. */
export const MINUTE_STEPS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;
export const HOUR_STEPS = [1, 2, 3, 4, 6, 8, 12] as const;
export const TIMES_MAX = 24;
export const EXPRESSION_MAX = 100;

/** The last day of a month, whatever its number. */
export const LAST_DAY = "last";

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);
const listed = (value: unknown) => (value === undefined || value === "" ? [] : [value].flat());
const whole = (message: string) =>
  z.preprocess(
    (value) => (one(value) === "" ? undefined : one(value)),
    z.coerce.number({ error: message }).int(message),
  );
const step = (steps: readonly number[], what: string) => {
  const message = `${what} can be divided into steps of ${steps.join(", ")}. Anything else takes a cron expression.`;
  return whole(message).refine((value) => steps.includes(value), message);
};

const MINUTE = "A minute of the hour, 0 to 59.";
const minutePast = z.coerce.number(MINUTE).int(MINUTE).min(0, MINUTE).max(59, MINUTE);

const time = z
  .string()
  .trim()
  .transform((text, context) => {
    const found = /^(\d{1,2}):(\d\d)$/.exec(text);
    const [hour, minute] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 99)];
    if (hour < 24 && minute < 60) return `${String(hour).padStart(2, "0")}:${found?.[2]}`;
    context.addIssue({
      code: "custom",
      message: `“${text.slice(0, 20)}” is no time of day, such as 06:30.`,
    });
    return z.NEVER;
  });

const times = z
  .preprocess(listed, z.array(z.unknown()).max(TIMES_MAX, `At most ${TIMES_MAX} times a day.`))
  .pipe(z.array(time))
  .transform(distinct)
  .refine((all) => all.length > 0, "Add at least one time.");

/** 1 is Monday, 7 Sunday. */
const weekdays = z
  .preprocess(listed, z.array(z.unknown()).max(31, "Choose weekdays from the list."))
  .pipe(z.array(z.coerce.number("Choose weekdays from the list.").int().min(1).max(7)))
  .transform(distinct)
  .refine((all) => all.length > 0, "Choose at least one weekday.");

const DAYS = "A month has the days 1 to 31.";
const day = z.union(
  [z.literal(LAST_DAY), z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(31, DAYS)],
  DAYS,
);

const days = z
  .preprocess(listed, z.array(z.unknown()).max(64))
  .pipe(z.array(day))
  .transform((all) => [...new Set(all)].sort(daysInOrder))
  .refine((all) => all.length > 0, "Choose at least one day of the month.");

const expression = z
  .preprocess(one, z.string("Write an expression."))
  .pipe(
    z
      .string()
      .trim()
      .min(1, "Write an expression.")
      .max(EXPRESSION_MAX, `At most ${EXPRESSION_MAX} characters.`),
  )
  .transform((text) => text.replaceAll(/\s+/g, " "))
  .superRefine((text, context) => {
    const fault = cronFault(text);
    if (fault) context.addIssue({ code: "custom", message: fault });
  });

/** When a plan repeats. Local times of its zone. */
export const RecurrenceInput = z.discriminatedUnion(
  "repeat",
  [
    z.object({ repeat: z.literal("minutes"), everyMinutes: step(MINUTE_STEPS, "An hour") }),
    z.object({
      repeat: z.literal("hours"),
      everyHours: step(HOUR_STEPS, "A day"),
      minute: z.preprocess((value) => one(value) || 0, minutePast),
    }),
    z.object({ repeat: z.literal("weekdays"), weekdays, times }),
    z.object({ repeat: z.literal("month-days"), days, times }),
    z.object({ repeat: z.literal("cron"), expression }),
  ],
  "Choose how it repeats.",
);

export type Recurrence = z.output<typeof RecurrenceInput>;
export type Repeat = Recurrence["repeat"];

export const ZoneInput = z
  .preprocess(one, z.string("Choose a time zone.").trim().min(1, "Choose a time zone.").max(64))
  .refine(
    (zone) => /^[A-Za-z]/.test(zone) && isZone(zone),
    "No such time zone. Names read like Europe/Paris.",
  );

/** A plan as a form sends it: flat, with the fields of one way to repeat; those of the others are not looked at. */
export const PlanInput = z.unknown().transform((flat, context): Plan => {
  const head = PlanHead.safeParse(flat);
  const repeat = wantsTimes(flat) ? RecurrenceInput.safeParse(flat) : NO_TIMES;
  if (head.success && repeat.success) return { ...head.data, recurrence: repeat.data };
  for (const { error } of [head, repeat])
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: "custom", path: path.slice(0, 1), message });
  return z.NEVER;
});

const PlanHead = z.object({
  planning: z.enum(PLANNINGS, "Choose how it is planned."),
  timeZone: ZoneInput,
});

const NO_TIMES = { success: true, data: null, error: undefined } as const;

const wantsTimes = (flat: unknown) =>
  typeof flat === "object" && flat !== null && "planning" in flat && flat.planning === "scheduled";

export type Plan = { planning: Planning; timeZone: string; recurrence: Recurrence | null };

function distinct<T extends number | string>(all: T[]): T[] {
  return [...new Set(all)].sort((a, b) => (a < b ? -1 : 1));
}

const daysInOrder = (a: number | string, b: number | string) =>
  (a === LAST_DAY ? 32 : Number(a)) - (b === LAST_DAY ? 32 : Number(b));
