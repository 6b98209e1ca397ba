import { z } from "zod";

/** What a checkpoint holds: how far each step has come, in rows of the file without those that are empty. */
export const State = z.object({
  rows: z.int().min(0),
  written: z.int().min(0),
  linked: z.int().min(0),
});

export type State = z.output<typeof State>;
