import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "../../_server/viewer.ts";

export const metadata: Metadata = { title: "Not found" };

/** Any other address: a page that does not exist is said inside the shell, and only to people who are signed in. */
export default async function UnknownPage(): Promise<never> {
  await requireViewer();
  notFound();
}
