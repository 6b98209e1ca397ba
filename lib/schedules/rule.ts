import type { Condition } from "../job-types/define.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { sha256 } from "../platform/ids.ts";
import type { Planning, Recurrence } from "./plan-input.ts";
import { nextTime } from "./recurrence.ts";

/** What of a schedule's row says when it runs. */
export type Planned = {
  jobType: string;
  planning: Planning;
  recurrence: unknown;
  timeZone: string;
};

export type Rule = { recurrence: Recurrence; onlyWhen?: Condition };

/** By what a schedule comes due: a person's plan, the declaration's rule, or nothing. */
export function ruleOf({ jobType, planning, recurrence }: Planned): Rule | null {
  if (planning === "scheduled") return { recurrence: recurrence as Recurrence };
  if (planning === "disabled") return null;
  const automatic = jobTypeOf(jobType)?.planning?.automatic;
  return automatic ? { recurrence: automatic.recurrence, onlyWhen: automatic.onlyWhen } : null;
}

/** The columns that follow from a plan: its next time, strictly after `after`, and what it was worked out from. */
export function planFrom(planned: Planned, after: Date) {
  const rule = ruleOf(planned);
  const next = rule && nextTime(rule.recurrence, planned.timeZone, after);
  return { nextRunAt: next ?? null, plannedFrom: plannedFrom(planned) };
}

/** Changes when the rule or the zone does. */
export const plannedFrom = (planned: Planned) =>
  sha256(JSON.stringify([ruleOf(planned)?.recurrence ?? null, planned.timeZone]));
