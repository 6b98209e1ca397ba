import { cookies } from "next/headers";
import { sessionCookie } from "#lib/people/session-cookie.ts";

/** Keeps something small in the browser. No secret and no right hangs on it, so scripts may read it. */
export async function keepInBrowser(
  name: string,
  value: string,
  maxAgeSeconds: number,
): Promise<void> {
  const { secure } = sessionCookie();
  const jar = await cookies();
  jar.set(name, value, { path: "/", maxAge: maxAgeSeconds, sameSite: "lax", secure });
}
