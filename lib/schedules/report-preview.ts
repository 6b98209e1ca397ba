import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { reportFacts } from "../reports/facts.ts";
import { outlineOf, type Outline } from "../reports/outline.ts";
import { textPart } from "../reports/text-part.ts";
import { loadSchedule } from "./access.ts";
import { lastFinished } from "./last-finished.ts";

/** The report of a schedule's newest finished run as it would be sent now. */
export type ReportPreview = {
  runId: number;
  endedAt: string | null;
  outline: Outline;
  text: string;
};

/** Null: nothing of it has finished yet that the viewer may see. Throws Refusal `not-found`. */
export async function previewReport(
  viewer: Viewer,
  scheduleId: string,
): Promise<ReportPreview | null> {
  const found = await read(viewer, async (tx) => {
    const schedule = await loadSchedule(tx, viewer, scheduleId);
    return { schedule, run: await lastFinished(tx, viewer, scheduleId) };
  });
  if (!found.run) return null;
  const by = found.schedule.changedBy ?? "somebody";
  const because = `You get this because ${by} put you on the list of ${found.schedule.jobType}.`;
  const outline = outlineOf(await reportFacts(found.run.id), because);
  const { id: runId, endedAt } = found.run;
  return { runId, endedAt: endedAt?.toISOString() ?? null, outline, text: textPart(outline) };
}
