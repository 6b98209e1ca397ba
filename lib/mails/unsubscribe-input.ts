import { z } from "zod";

/** The query of a personal link. */
export const UnsubscribeQuery = z.object({
  to: z.string().min(3).max(254),
  job: z.string().min(1).max(200),
  sign: z.string().min(10).max(100),
});
