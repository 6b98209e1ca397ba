import type { Recurrence, Planning } from "./plan-input.ts";
import { fullSentence } from "./sentence.ts";
import { cronSentence } from "./cron-sentence.ts";
import { ruleOf, type Planned } from "./rule.ts";
import { jobTypeOf } from "../job-types/find.ts";

/** What a change of the plan replaces: kept on the row and in the audit log. */
export type PlanRecord = {
  planning: Planning;
  recurrence: Recurrence | null;
  timeZone: string;
  overlap: string;
  missed: string;
  pauseAfterFailures: number | null;
};

export function planRecord(
  row: Omit<PlanRecord, "recurrence"> & { recurrence: unknown },
): PlanRecord {
  const { planning, timeZone, overlap, missed, pauseAfterFailures } = row;
  const recurrence = planning === "scheduled" ? (row.recurrence as Recurrence) : null;
  return { planning, recurrence, timeZone, overlap, missed, pauseAfterFailures };
}

/** The plan read back: the person's, the declaration's own words, or that nothing is planned. */
export function planInWords(schedule: Planned): string {
  if (schedule.planning === "disabled") return "Starts only by hand.";
  const automatic = jobTypeOf(schedule.jobType)?.planning?.automatic;
  if (schedule.planning === "automatic") return automatic?.words ?? "Starts only by hand.";
  const rule = ruleOf(schedule);
  return rule ? fullSentence(rule.recurrence, schedule.timeZone, cronSentence) : "";
}
