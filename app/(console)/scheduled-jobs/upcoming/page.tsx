import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { cache } from "react";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { readUpcoming } from "#lib/schedules/upcoming.ts";
import { UpcomingInput, upcomingQuery } from "#lib/schedules/upcoming-input.ts";
import { requireViewer } from "../../../_server/viewer.ts";
import { Axis } from "./_components/axis.tsx";
import { DueTable } from "./_components/due-table.tsx";
import { Head } from "./_components/head.tsx";
import { Key } from "./_components/key.tsx";
import { LeftOut } from "./_components/left-out.tsx";
import { Nothing } from "./_components/nothing.tsx";
import { RefreshAxis } from "./_components/refresh-axis.tsx";
import { Tell } from "./_components/tell.tsx";
import "./_components/upcoming.css";

type Props = { searchParams: Promise<Record<string, unknown>> };

// The title and the page are made of the same reading. The filters as text, for the cache compares by identity.
const load = cache((viewer: Viewer, query: string) =>
  readUpcoming(viewer, UpcomingInput.parse(Object.fromEntries(new URLSearchParams(query)))),
);

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "schedules.view")) forbidden();
  const filters = UpcomingInput.parse(await searchParams);
  const { missed } = (await load(viewer, upcomingQuery(filters))).summary.troubles;
  return { title: missed > 0 ? `${missed} missed · Upcoming` : "Upcoming" };
}

/** All due times around now on one axis: what became of those that have been, and those that come. */
export default async function UpcomingPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "schedules.view")) forbidden();
  const filters = UpcomingInput.parse(await searchParams);
  const upcoming = await load(viewer, upcomingQuery(filters));
  const isEmpty = upcoming.lanes.length === 0;
  const inWords = filters.view === "table";
  return (
    <>
      <Head viewer={viewer} filters={filters} upcoming={upcoming} />
      <Tell filters={filters} upcoming={upcoming} />
      {isEmpty && <Nothing filters={filters} upcoming={upcoming} />}
      {!isEmpty && (inWords ? <DueTable upcoming={upcoming} /> : <Axis upcoming={upcoming} />)}
      <LeftOut upcoming={upcoming} />
      {!isEmpty && !inWords && <Key />}
      <RefreshAxis since={new Date(upcoming.now).toISOString()} />
    </>
  );
}
