import type { Mark } from "./mark.ts";
import { fallsIntoPause } from "./pause.ts";
import { planTimes } from "./plan-times.ts";
import { ruleOf } from "./rule.ts";
import type { StoredSchedule } from "./stored.ts";

/** The coming part of the axis, in ms; what lies within one step, counted from 1970, is one mark. */
export type ComingSpan = { now: number; until: number; stepMs: number };

/**
 * When a schedule comes due, from the column that the tick uses onwards, so that what is due and not decided is there too. What
 * falls into a pause is left out: it will not start.
 */
export function comingMarks(schedule: StoredSchedule, span: ComingSpan): Mark[] {
  const rule = ruleOf(schedule);
  const next = schedule.nextRunAt?.getTime();
  if (!rule || next === undefined || next > span.until) return [];
  const { times, said } = planTimes(rule.recurrence, schedule.timeZone, span.now, span.until);
  const due = [next, ...times.filter((at) => at > next)];
  const open = due.filter((at) => !fallsIntoPause(schedule, new Date(at)));
  return merged(open, said, span);
}

function merged(times: number[], said: ReadonlyMap<number, string>, span: ComingSpan): Mark[] {
  const marks: Mark[] = [];
  let step = Number.NaN;
  for (const at of times) {
    const last = marks.at(-1);
    const its = Math.floor(at / span.stepMs);
    const words = said.get(at);
    if (last && its === step && at > span.now && last.kind === "planned") {
      Object.assign(last, { until: at, count: (last.count ?? 1) + 1 });
      if (words) last.said ??= words;
    } else {
      marks.push({
        kind: at > span.now ? "planned" : "due",
        at,
        ...(words ? { said: words } : {}),
      });
    }
    step = its;
  }
  return marks;
}
