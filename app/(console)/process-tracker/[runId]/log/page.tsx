import type { Metadata } from "next";
import { canSomewhere } from "#lib/access/viewer.ts";
import { LogQuery } from "#lib/runs/log-input.ts";
import { openLog } from "#lib/runs/open-log.ts";
import { requireViewer } from "../../../../_server/viewer.ts";
import { jobsAt, JobsScreen } from "../../../scheduled-jobs/_components/jobs-screen.tsx";
import { readRunPage } from "../_components/read-run-page.ts";
import { RunScreen } from "../_components/run-screen.tsx";
import { runTitle } from "../_components/run-title.ts";
import { LogPanel } from "./_components/log-panel.tsx";
import { LogWindow } from "./_components/log-window.tsx";
import "./_components/log.css";

type Props = {
  params: Promise<{ runId: string }>;
  searchParams: Promise<Record<string, unknown>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Log · ${runTitle(await readRunPage((await params).runId))}` };
}

/** The log of a run: a window over the run's page or the list it was opened from, or, with `view=page`, a page of its own. */
export default async function LogPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const detail = await readRunPage((await params).runId);
  const query = LogQuery.parse(await searchParams);
  const log = await openLog(viewer, detail.run.id, query);
  // Who may look at no scheduled jobs has the run's page under the log, whatever the address says.
  const over = canSomewhere(viewer, "schedules.view") ? query.over : undefined;
  const panel = <LogPanel detail={detail} log={log} query={query} />;
  if (query.view === "page") return <div className="logw page">{panel}</div>;
  return (
    <>
      {over ? (
        <JobsScreen viewer={viewer} {...jobsAt(over)} />
      ) : (
        <RunScreen viewer={viewer} detail={detail} query={{}} prefix="Log · " />
      )}
      <LogWindow runId={detail.run.id} back={over}>
        {panel}
      </LogWindow>
    </>
  );
}
