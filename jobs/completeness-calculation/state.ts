import { z } from "zod";

/** What a checkpoint holds: the family whose turn it is, its last product that was looked at, and how many were listed. */
export const State = z.object({
  family: z.string(),
  after: z.string(),
  /** Of the family, so far. */
  complete: z.int().min(0),
  incomplete: z.int().min(0),
  listed: z.int().min(0),
});

export type State = z.output<typeof State>;

export const BEGIN: State = { family: "", after: "", complete: 0, incomplete: 0, listed: 0 };
