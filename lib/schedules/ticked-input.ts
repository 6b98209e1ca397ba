import { z } from "zod";
import { RunNowInput } from "./run-now-input.ts";

const AHEAD_MAX_MS = 366 * 24 * 3_600_000;

/** A checkbox each, or one field with all of them. */
const scheduleIds = z.preprocess(
  (value) => [value ?? []].flat().join(",").split(",").filter(Boolean),
  RunNowInput.shape.scheduleIds,
);

/** What the native field for a day and a time sends, `2027-04-01T06:00`: a wall time of the viewer's zone, in ms as if it were UTC. */
const wallTime = z
  .string("Choose a day and a time.")
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, "Choose a day and a time.")
  .transform((text) => Date.parse(`${text}:00Z`))
  .refine(Number.isFinite, "There is no such day.")
  .refine((wall) => wall < Date.now() + AHEAD_MAX_MS, "At most a year ahead.");

/** What a person does with the ticked jobs. */
export const TickedInput = z.discriminatedUnion("deed", [
  z.object({ deed: z.literal("run"), scheduleIds }),
  z.object({ deed: z.literal("run-at"), scheduleIds, startAt: wallTime }),
  z.object({ deed: z.literal("stop"), scheduleIds }),
]);

export type Ticked = z.output<typeof TickedInput>;
