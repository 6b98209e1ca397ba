import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import { usualKey, usualOf } from "../runs/usual.ts";
import { loadSchedule } from "./access.ts";
import type { Plan } from "./plan-input.ts";
import { planInWords } from "./plan-record.ts";
import { nextTimes, type Occurrence } from "./recurrence.ts";
import { ruleOf, type Planned } from "./rule.ts";
import { zoneOfPlace } from "./zone-of-place.ts";

/** A plan read back, before or after it is saved. */
export type PlanPreview = {
  /** One sentence. */
  words: string;
  timeZone: string;
  /** Empty: nothing comes due by itself. */
  nextRuns: Array<{ at: string; shifted: "gap" | "fold" | null; said: string | null }>;
};

export type CheckedPreview = PlanPreview & {
  /** Set where runs come closer than one usually takes. */
  tooClose: { gapSeconds: number; usualSeconds: number } | null;
};

const SHOWN = 5;

/**
 * What a plan would mean for a schedule if it were saved now, for the form while one types.
 * Throws Refusal `not-found`. What can't be parsed never comes here.
 */
export async function previewPlan(
  viewer: Viewer,
  scheduleId: string,
  plan: Plan,
): Promise<CheckedPreview> {
  return await read(viewer, async (tx) => {
    const schedule = await loadSchedule(tx, viewer, scheduleId);
    const { jobType, domainId } = schedule;
    const timeZone =
      plan.planning === "automatic" ? await zoneOfPlace(tx, domainId) : plan.timeZone;
    const preview = previewOf({ ...plan, jobType, timeZone }, await now(tx));
    const usual = (await usualOf(tx, [schedule])).get(usualKey(schedule));
    return { ...preview, tooClose: closeness(preview, usual?.medianSeconds) };
  });
}

/** The same for any planned thing, without asking the database. */
export function previewOf(planned: Planned, at: Date): PlanPreview {
  const rule = ruleOf(planned);
  const next = rule ? nextTimes(rule.recurrence, planned.timeZone, at, SHOWN) : [];
  return { words: planInWords(planned), timeZone: planned.timeZone, nextRuns: next.map(plain) };
}

const plain = ({ at, shifted, said }: Occurrence) => ({
  at: at.toISOString(),
  shifted: shifted ?? null,
  said: said ?? null,
});

function closeness({ nextRuns }: PlanPreview, usualSeconds: number | undefined) {
  const times = nextRuns.map((run) => Date.parse(run.at));
  const gaps = times.slice(1).map((time, at) => (time - (times[at] as number)) / 1000);
  const gapSeconds = Math.min(...gaps);
  return usualSeconds && gapSeconds < usualSeconds ? { gapSeconds, usualSeconds } : null;
}
