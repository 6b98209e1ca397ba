export const LIST = "/scheduled-jobs";

export const TABS = ["information", "scheduling", "executions"] as const;
export type Tab = (typeof TABS)[number];

/** The log of a run, as a window over an address of the scheduled jobs. */
export const logHref = (runId: number, over: string): string =>
  `/process-tracker/${runId}/log?over=${encodeURIComponent(over)}`;

/** A tab of a job's window; `query` is that of the list under it. */
export function windowHref(id: string, tab: Tab = "information", query = ""): string {
  const path = `${LIST}/${id}${tab === "information" ? "" : `/${tab}`}`;
  return query ? `${path}?${query}` : path;
}
