import { z } from "zod";
import { queryValue } from "../text/query-value.ts";

/** What narrows the issues on a run's page: `?group=sku-format&q=petrol&after=120`. Wrong values count as absent. */
export const IssueQuery = z.object({
  group: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional()
    .catch(undefined),
  q: z
    .preprocess(queryValue, z.string())
    .catch("")
    .transform((text) => text.trim().slice(0, 200)),
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0).catch(0),
  /** Long pages instead of the first few. */
  all: z
    .literal("1")
    .optional()
    .catch(undefined)
    .transform((value) => value === "1"),
});

export type IssueQuery = z.output<typeof IssueQuery>;
