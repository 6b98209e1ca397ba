export const LIST = "/scheduled-jobs";

export const TABS = ["information", "scheduling", "executions"] as const;
export type Tab = (typeof TABS)[number];

/** A tab of a job's window; `query` is that of the list under it. */
export function windowHref(id: string, tab: Tab = "information", query = ""): string {
  const path = `${LIST}/${id}${tab === "information" ? "" : `/${tab}`}`;
  return query ? `${path}?${query}` : path;
}
