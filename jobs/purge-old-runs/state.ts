import { z } from "zod";

/** What a checkpoint holds: what was chosen, and how far the deleting has come. */
export const State = z.object({
  purgeable: z.int().min(0),
  /** First days of months of which little or nothing is kept. */
  wholeMonths: z.array(z.string()),
  /** The last run that was looked at. */
  after: z.int().min(0),
});

export type State = z.output<typeof State>;
