import { notFound } from "next/navigation";
import { cache } from "react";
import type { Viewer } from "#lib/access/viewer.ts";
import { getSchedule, type ScheduleDetail } from "#lib/schedules/get.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { TABS, type Tab } from "./address.ts";

export type WindowPath = { id: string; tab: Tab };

/** Which window the address names; null: the list alone. An address that names no tab is no page. */
export function windowPath(segments: string[]): WindowPath | null {
  const [id, word = "information", ...more] = segments;
  if (id === undefined) return null;
  const tab = TABS.find((each) => each === word);
  const isSecondName = segments.length === 2 && word === "information";
  if (!tab || more.length > 0 || isSecondName) notFound();
  return { id, tab };
}

/** Title and window read the same; once per request. What the viewer may not see is the page of what does not exist. */
export const loadWindow = cache(async (viewer: Viewer, id: string): Promise<ScheduleDetail> => {
  try {
    return await getSchedule(viewer, id);
  } catch (error) {
    if (isRefusal(error, "not-found")) notFound();
    throw error;
  }
});
