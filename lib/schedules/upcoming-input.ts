import { z } from "zod";
import { queryValue } from "../text/query-value.ts";

/** How far the axis reaches to both sides of now. */
export const REACH_HOURS = { "6h": 6, "12h": 12, "24h": 24, "7d": 168 } as const;
export type Reach = keyof typeof REACH_HOURS;
export const REACHES = Object.keys(REACH_HOURS) as Reach[];

/** What the figures above the axis narrow it to: jobs with such a due time in the past part. */
export const TROUBLES = ["failed", "missed", "late", "skipped"] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Everything that narrows Upcoming, as it stands in the address. What can't be understood counts as not given. */
export const UpcomingInput = z.object({
  reach: z.preprocess(queryValue, z.enum(REACHES)).catch("24h"),
  q: z
    .preprocess(queryValue, z.string())
    .catch("")
    .transform((value) => value.trim().slice(0, 100)),
  /** A domain's name, or "installation". */
  domain: z
    .preprocess(
      queryValue,
      z
        .string()
        .regex(/^[^\s,]{1,253}$/)
        .optional(),
    )
    .catch(undefined),
  only: z.preprocess(queryValue, z.enum(TROUBLES).optional()).catch(undefined),
  /** The axis, or the same in words. */
  view: z.preprocess(queryValue, z.enum(["axis", "table"])).catch("axis"),
});

export type UpcomingFilters = z.output<typeof UpcomingInput>;

const SILENT: Record<string, string> = { reach: "24h", view: "axis" };

/** The filters as a query string, shortest form. */
export function upcomingQuery(
  filters: UpcomingFilters,
  changes: Partial<UpcomingFilters> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...changes }))
    if (value && SILENT[name] !== value) query.set(name, value);
  return query.toString();
}
