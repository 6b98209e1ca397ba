import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ScheduleListInput, scheduleListQuery } from "#lib/schedules/list-input.ts";
import { requireViewer } from "../../../_server/viewer.ts";
import { ListScreen } from "../_components/list-screen.tsx";
import { loadCounts, loadList } from "../_components/load.ts";

type Props = {
  params: Promise<{ window?: string[] }>;
  searchParams: Promise<Record<string, unknown>>;
};

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const viewer = await requireViewer();
  const filters = ScheduleListInput.parse(await searchParams);
  const { byStatus } = await loadCounts(viewer, scheduleListQuery(filters));
  return { title: `${byStatus.failed > 0 ? `${byStatus.failed} failed · ` : ""}Scheduled jobs` };
}

/** All scheduled jobs that the viewer may see, and over the list the window of one of them. */
export default async function ScheduledJobsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const { window = [] } = await params;
  if (window.length > 0) notFound();
  const filters = ScheduleListInput.parse(await searchParams);
  return <ListScreen viewer={viewer} filters={filters} list={await loadList(viewer, filters)} />;
}
