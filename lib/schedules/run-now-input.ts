import { z } from "zod";

/** More than fit on any page. */
export const RUN_NOW_MAX = 500;
const AHEAD_MAX_MS = 366 * 24 * 3_600_000;

export const RunNowInput = z.object({
  scheduleIds: z
    .preprocess(
      (value) => [...new Set([value ?? []].flat())],
      z.array(z.uuid()).max(RUN_NOW_MAX, `At most ${RUN_NOW_MAX} jobs at once.`),
    )
    .refine((ids) => ids.length > 0, "Tick at least one job."),
  /** Empty: now. */
  startAt: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce
      .date("A day and a time.")
      .refine((at) => at.getTime() < Date.now() + AHEAD_MAX_MS, "At most a year ahead.")
      .optional(),
  ),
});

export type RunNow = z.output<typeof RunNowInput>;
