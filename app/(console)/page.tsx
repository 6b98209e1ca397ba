import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import type { Viewer } from "#lib/access/viewer.ts";
import { readDashboard } from "#lib/runs/dashboard.ts";
import { readNextStarts } from "#lib/schedules/next-starts.ts";
import { requireViewer } from "../_server/viewer.ts";
import { ComesNext } from "./_dashboard/comes-next.tsx";
import { DomainDays } from "./_dashboard/domain-days.tsx";
import { Figures } from "./_dashboard/figures.tsx";
import { FirstSteps } from "./_dashboard/first-steps.tsx";
import { dayTitle, summary } from "./_dashboard/heading.ts";
import { MyRuns } from "./_dashboard/my-runs.tsx";
import { Problems } from "./_dashboard/problems.tsx";
import { RefreshOnChange } from "./_dashboard/refresh-on-change.tsx";
import { RunningNow } from "./_dashboard/running-now.tsx";
import { LiveSwitch } from "./_live/live-switch.tsx";
import "./_dashboard/dashboard.css";

type Props = { searchParams: Promise<Record<string, unknown>> };

const Query = z.object({ domain: z.string().max(253).optional().catch(undefined) });

// The title and the page are made of the same reading.
const load = cache((viewer: Viewer, domain: string | undefined) => readDashboard(viewer, domain));

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { problems } = await load(await requireViewer(), Query.parse(await searchParams).domain);
  return { title: problems.length > 0 ? `${problems.length} to look at · Dashboard` : "Dashboard" };
}

/** What is wrong, what runs and until when, what comes next. Every figure leads to the list behind it. */
export default async function DashboardPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const { domain } = Query.parse(await searchParams);
  const [dashboard, next] = await Promise.all([
    load(viewer, domain),
    readNextStarts(viewer, domain),
  ]);
  const { at, problems, now, mine } = dashboard;
  const known = [...problems.map(({ run }) => run), ...now, ...mine].map(
    ({ id, status }) => [id, status] as const,
  );
  return (
    <>
      <div className="head ph">
        <h1>{dayTitle(new Date(at), viewer.timeZone)}</h1>
        <span className="sub desk">{summary(dashboard, viewer.timeZone)}</span>
        <div className="right">
          <RefreshOnChange since={at} known={known} />
          <LiveSwitch />
        </div>
      </div>
      <Figures dashboard={dashboard} next={next} viewer={viewer} domain={domain} />
      {dashboard.empty ? (
        <FirstSteps viewer={viewer} />
      ) : (
        <div className="two-col">
          <div data-hold>
            <Problems problems={problems} domain={domain} />
            <RunningNow rows={now} since={at} />
            <DomainDays days={dashboard.domainDays} />
          </div>
          <aside data-hold aria-label="Next and mine">
            <ComesNext next={next} at={at} viewer={viewer} domain={domain} />
            <MyRuns rows={mine} />
          </aside>
        </div>
      )}
    </>
  );
}
