import { z } from "zod";
import { RUN_STATUSES } from "../runs/status.ts";
import { isMomentText } from "../text/moment-text.ts";
import { queryValue } from "../text/query-value.ts";

/** What became of a due time for which nothing was started. */
export const NOT_STARTED = ["skipped", "missed", "idle"] as const;
export type NotStarted = (typeof NOT_STARTED)[number];

export const EXECUTION_STATUSES = [...RUN_STATUSES, ...NOT_STARTED] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

export const SINCE_DAYS = { "24h": 1, "7d": 7, "30d": 30, "90d": 90 } as const;
export type ExecutionsSince = keyof typeof SINCE_DAYS;

/** Far from our times there is no such form. */
const isoOf = (ms: number) => (ms > 8e15 ? "" : new Date(ms).toISOString());
const exists = (day: string) => {
  const at = new Date(`${day}T00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(day);
};
const day = z
  .preprocess(
    queryValue,
    z
      .string()
      .regex(/^(19|20|21)\d\d-\d\d-\d\d$/)
      .refine(exists)
      .optional(),
  )
  .catch(undefined);

/**
 * What narrows the latest executions, as it stands in the address of a job's window. The list under the window has filters of its
 * own there, hence the longer names.
 */
export const ExecutionsInput = z
  .object({
    "run-status": z
      .preprocess(
        (value) => [value ?? []].flat().join(",").split(",").filter(Boolean),
        z
          .array(z.string())
          .transform((values) => EXECUTION_STATUSES.filter((each) => values.includes(each))),
      )
      .catch([]),
    "run-q": z
      .preprocess(queryValue, z.string())
      .catch("")
      .transform((value) => value.trim().slice(0, 100)),
    "run-since": z
      .preprocess(queryValue, z.enum(["24h", "7d", "30d", "90d"]).optional())
      .catch(undefined),
    /** Days in the viewer's zone; `to` is included. */
    "run-from": day,
    "run-to": day,
    /** Keyset: the number of the last run shown and the moment of the last due time shown, in ms. */
    "run-before": z
      .preprocess(queryValue, z.string().regex(/^\d{1,15}~\d{1,15}$/))
      .transform((text) => {
        const [run = 0, due = 0] = text.split("~").map(Number);
        return { run, due };
      })
      .refine(({ due }) => isMomentText(isoOf(due)))
      .optional()
      .catch(undefined),
  })
  .transform((given) => ({
    status: given["run-status"],
    q: given["run-q"],
    since: given["run-since"],
    from: given["run-from"],
    to: given["run-to"],
    before: given["run-before"],
  }));

export type ExecutionFilters = z.output<typeof ExecutionsInput>;

/** The filters as a query string, shortest form. A change without a cursor of its own leads to the first page. */
export function executionsQuery(
  filters: ExecutionFilters,
  changes: Partial<ExecutionFilters> = {},
): string {
  const shown = { ...filters, before: undefined, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(shown)) {
    const written = Array.isArray(value)
      ? value.join(",")
      : typeof value === "object"
        ? `${value.run}~${value.due}`
        : (value ?? "");
    if (written) query.set(`run-${name}`, written);
  }
  return query.toString().replaceAll("%2C", ",");
}
