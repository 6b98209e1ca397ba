import { z } from "zod";
import { RUN_STATUSES, TRIGGERS } from "./status.ts";
import { queryValue } from "../text/query-value.ts";

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Started within this time, counted from now; unlike dates, such an address stays right tomorrow. */
export const SINCE_HOURS = { "24h": 24, "7d": 7 * 24, "30d": 30 * 24 } as const;
export type Since = keyof typeof SINCE_HOURS;

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
const text = (pattern: RegExp) =>
  z.preprocess(queryValue, z.string().regex(pattern).optional()).catch(undefined);
const tick = z.preprocess((value) => queryValue(value) === "1", z.boolean());
const number = z
  .preprocess(
    queryValue,
    z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  )
  .catch(undefined);

const DAY = /^(19|20|21)\d\d-\d\d-\d\d$/;
/** 31 February fits the pattern, and the database refuses it. */
const exists = (value: string) => {
  const at = new Date(`${value}T00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(value);
};
const day = z
  .preprocess(queryValue, z.string().regex(DAY).refine(exists).optional())
  .catch(undefined);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everything that narrows the list of runs, as it stands in the address. What can't be understood counts as not given. */
export const RunListInput = z.object({
  status: only(RUN_STATUSES),
  q: z
    .preprocess(queryValue, z.string())
    .catch("")
    .transform((value) => value.trim().slice(0, SEARCH_MAX)),
  type: text(/^[a-z][a-z0-9-]{1,62}$/),
  user: text(UUID),
  /** A domain's name, or "installation". */
  domain: text(/^[^\s,]{1,253}$/),
  trigger: only(TRIGGERS),
  since: z.preprocess(queryValue, z.enum(["24h", "7d", "30d"]).optional()).catch(undefined),
  /** Days in the viewer's zone; `to` is included. */
  from: day,
  to: day,
  warnings: tick,
  mine: tick,
  sort: z.preprocess(queryValue, z.enum(["newest", "oldest"])).catch("newest"),
  /** Keyset: the page of what was created before, or after, this run. */
  before: number,
  after: number,
});

export type RunFilters = z.output<typeof RunListInput>;

export const NO_FILTERS: RunFilters = RunListInput.parse({});

/** The filters as a query string, shortest form. A change without a cursor of its own leads to the first page. */
export function runListQuery(filters: RunFilters, changes: Partial<RunFilters> = {}): string {
  const shown = { ...filters, before: undefined, after: undefined, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(shown)) {
    const written =
      value === true ? "1" : Array.isArray(value) ? value.join(",") : value ? String(value) : "";
    if (written && !(name === "sort" && value === "newest")) query.set(name, written);
  }
  return query.toString().replaceAll("%2C", ",");
}

/** Whether anything but domain and order narrows the list. */
export function isNarrowed(filters: RunFilters): boolean {
  const { domain: _domain, sort: _sort, before: _before, after: _after, ...narrowing } = filters;
  return runListQuery({ ...NO_FILTERS, ...narrowing }) !== "";
}
