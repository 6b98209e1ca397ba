import { z } from "zod";

/** What a checkpoint holds: the draft that is written, and what its verification needs. */
export const State = z.object({
  name: z.string(),
  /** Of a dump: pg_restore, and the tables that were there before. Absent for our own archive. */
  dump: z.object({ restore: z.string(), tables: z.array(z.string()) }).optional(),
});

export type State = z.output<typeof State>;
