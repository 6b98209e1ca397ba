import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Viewer } from "#lib/access/viewer.ts";
import { loadViewer } from "#lib/people/load-viewer.ts";
import { needsSetup } from "#lib/people/setup.ts";
import { clientAddress, readSessionSecret } from "./session.ts";

/** Who is asking, with the rights of this moment; null when nobody is signed in. Read once per request. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const secret = await readSessionSecret();
  return secret ? await loadViewer(secret, await clientAddress()) : null;
});

/** The viewer of a page. Without one the browser is sent to sign in and comes back afterwards. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer) return viewer;
  if (await needsSetup()) redirect("/setup");
  const here = (await headers()).get("x-nightshift-path") ?? "/";
  const ended = (await readSessionSecret()) ? "&ended=1" : "";
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(here)}${ended}`);
}
