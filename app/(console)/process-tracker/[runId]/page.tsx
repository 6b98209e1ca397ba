import type { Metadata } from "next";
import { requireViewer } from "../../../_server/viewer.ts";
import { readRunPage } from "./_components/read-run-page.ts";
import { RunScreen } from "./_components/run-screen.tsx";
import { runTitle } from "./_components/run-title.ts";

type Props = {
  params: Promise<{ runId: string }>;
  searchParams: Promise<Record<string, unknown>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: runTitle(await readRunPage((await params).runId)) };
}

/** One run: what it does or how it ended, and what can be done about it. */
export default async function RunPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const detail = await readRunPage((await params).runId);
  return <RunScreen viewer={viewer} detail={detail} query={await searchParams} />;
}
