import { z } from "zod";
import { RUN_STATUSES, type RunStatus } from "../runs/status.ts";
import { PLANNINGS } from "./plan-input.ts";
import { queryValue } from "../text/query-value.ts";

/** The status of a schedule is that of its last run. */
export const LAST_STATUSES = [...RUN_STATUSES, "never"] as const;
export type LastStatus = RunStatus | "never";

export const SORTS = ["status", "identifier", "domain", "planning", "last", "next"] as const;
export type Sort = (typeof SORTS)[number];

/** Longer searches are cut: nobody types them, and each word costs. */
const SEARCH_MAX = 100;

const listed = (value: unknown) => [value ?? []].flat().join(",").split(",").filter(Boolean);
const only = <T extends string>(known: readonly T[]) =>
  z
    .preprocess(
      listed,
      z.array(z.string()).transform((values) => known.filter((each) => values.includes(each))),
    )
    .catch([]);

const cursor = z
  .preprocess(
    queryValue,
    z
      .string()
      .max(300)
      .regex(/^[^~]*~[0-9a-f-]{36}$/)
      .optional(),
  )
  .catch(undefined);

/** Everything that narrows the list of scheduled jobs, as it stands in the address. What can't be understood counts as not given. */
export const ScheduleListInput = z.object({
  status: only(LAST_STATUSES),
  q: z
    .preprocess(queryValue, z.string())
    .catch("")
    .transform((value) => value.trim().slice(0, SEARCH_MAX)),
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
  planning: only(PLANNINGS),
  paused: z.preprocess((value) => queryValue(value) === "1", z.boolean()),
  sort: z.preprocess(queryValue, z.enum(SORTS)).catch("next"),
  order: z.preprocess(queryValue, z.enum(["up", "down"])).catch("up"),
  /** Keyset: the page after, or before, this place in the order. */
  after: cursor,
  before: cursor,
});

export type ScheduleFilters = z.output<typeof ScheduleListInput>;

export const NO_SCHEDULE_FILTERS: ScheduleFilters = ScheduleListInput.parse({});

const SILENT: Record<string, string> = { sort: "next", order: "up" };

/** The filters as a query string, shortest form. A change without a cursor of its own leads to the first page. */
export function scheduleListQuery(
  filters: ScheduleFilters,
  changes: Partial<ScheduleFilters> = {},
): string {
  const shown = { ...filters, before: undefined, after: undefined, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(shown)) {
    const written = value === true ? "1" : Array.isArray(value) ? value.join(",") : value || "";
    if (written && SILENT[name] !== written) query.set(name, written);
  }
  return query.toString().replaceAll("%2C", ",");
}
