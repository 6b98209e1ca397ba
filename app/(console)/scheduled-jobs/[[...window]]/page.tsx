import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { STATUS } from "#lib/runs/status.ts";
import { ScheduleListInput, scheduleListQuery } from "#lib/schedules/list-input.ts";
import { requireViewer } from "../../../_server/viewer.ts";
import { JobsScreen } from "../_components/jobs-screen.tsx";
import { loadCounts } from "../_components/load.ts";
import { loadWindow, windowPath, type WindowPath } from "../_components/load-window.ts";

type Props = {
  params: Promise<{ window?: string[] }>;
  searchParams: Promise<Record<string, unknown>>;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const viewer = await requireViewer();
  requireView(viewer);
  const path = windowPath((await params).window ?? []);
  if (path) return { title: await windowTitle(viewer, path) };
  const filters = ScheduleListInput.parse(await searchParams);
  const { byStatus } = await loadCounts(viewer, scheduleListQuery(filters));
  return { title: `${byStatus.failed > 0 ? `${byStatus.failed} failed · ` : ""}Scheduled jobs` };
}

/** All scheduled jobs that the viewer may see, and over the list the window of one of them. */
export default async function ScheduledJobsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  requireView(viewer);
  const path = windowPath((await params).window ?? []);
  return <JobsScreen viewer={viewer} path={path} query={await searchParams} />;
}

function requireView(viewer: Viewer): void {
  if (!canSomewhere(viewer, "schedules.view")) forbidden();
}

const TAB_WORDS = { information: "", scheduling: ", scheduling", executions: ", executions" };

/** `Failed · database-backup of Installation, scheduling`. */
async function windowTitle(viewer: Viewer, { id, tab }: WindowPath): Promise<string> {
  const { identifier, domain, lastRun } = await loadWindow(viewer, id);
  const state = lastRun ? STATUS[lastRun.status].label : "Never run";
  return `${state} · ${identifier} of ${domain?.name ?? "Installation"}${TAB_WORDS[tab]}`;
}
