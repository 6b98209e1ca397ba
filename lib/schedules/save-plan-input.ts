import { z } from "zod";
import { PlanInput, type Plan } from "./plan-input.ts";
import { MISSED_POLICIES, OVERLAP_POLICIES } from "./status.ts";

export const FAILURES_MAX = 20;

const AFTER = `Pause after 1 to ${FAILURES_MAX} failures, or go on.`;

/** Which row of which version a form changes. */
export const ScheduleVersion = z.object({
  scheduleId: z.uuid(),
  version: z.coerce.number().int().positive(),
});

const Settings = ScheduleVersion.extend({
  overlap: z.enum(OVERLAP_POLICIES, "Choose what happens while the last run still runs."),
  missed: z.enum(MISSED_POLICIES, "Choose what happens when a time was missed."),
  /** Empty: it goes on however often it fails. */
  pauseAfterFailures: z.preprocess(
    (value) => (value === "" || value === undefined ? null : value),
    z.coerce.number(AFTER).int(AFTER).min(1, AFTER).max(FAILURES_MAX, AFTER).nullable(),
  ),
});

/** The tab "Scheduling" as its form sends it; see `PlanInput` for the plan's own fields. */
export const SavePlanInput = z.unknown().transform((flat, context): SavePlan => {
  const plan = PlanInput.safeParse(flat);
  const settings = Settings.safeParse(flat);
  if (plan.success && settings.success) return { ...plan.data, ...settings.data };
  // What is wrong anywhere is told at once.
  for (const { error } of [plan, settings])
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

export type SavePlan = Plan & z.output<typeof Settings>;

/** A calendar day, with or without a time, in the schedule's zone: `2027-04-01`, `2027-04-01T06:00`. */
const until = z
  .string()
  .regex(/^20\d\d-\d\d-\d\d(?:T\d\d:\d\d)?$/, "A day, for example 2027-04-01.")
  .refine((text) => Number.isFinite(Date.parse(`${text.slice(0, 10)}T00:00Z`)), "No such day.");

export const PauseInput = ScheduleVersion.extend({
  /** Empty: until somebody resumes it. */
  until: z.preprocess((value) => (value === "" ? undefined : value), until.optional()),
  reason: z.string("Say why.").trim().min(1, "Say why.").max(200, "At most 200 characters."),
});

export type Pause = z.output<typeof PauseInput>;
