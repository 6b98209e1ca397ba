import { z } from "zod";

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);

/** How far the axis reaches to both sides of now. */
export const REACH_HOURS = { "6h": 6, "24h": 24, "7d": 168 } as const;

export const UpcomingInput = z.object({
  reach: z.preprocess(one, z.enum(["6h", "24h", "7d"])).catch("24h"),
  q: z
    .preprocess(one, z.string())
    .catch("")
    .transform((value) => value.trim().slice(0, 100)),
  /** A domain's name, or "installation". */
  domain: z
    .preprocess(
      one,
      z
        .string()
        .regex(/^[^\s,]{1,253}$/)
        .optional(),
    )
    .catch(undefined),
});

export type UpcomingFilters = z.output<typeof UpcomingInput>;
