import { z } from "zod";

/** What a checkpoint holds: the warehouse, and the last key in it that was looked at. */
export const State = z.object({
  step: z.enum(["check-levels", "check-counts"]),
  warehouseId: z.string(),
  after: z.array(z.string()),
});

export type State = z.output<typeof State>;

/** Where a step goes on, when an earlier claim left off in it. */
export function leftOff(restored: unknown, step: State["step"]): State | undefined {
  const { data } = State.safeParse(restored);
  return data?.step === step ? data : undefined;
}
