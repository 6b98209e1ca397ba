import { headers } from "next/headers";
import { isOwnOrigin } from "#lib/access/origin.ts";

/** Whether the request comes from one of our own pages. Next lets a request without Origin pass; we don't. */
export async function comesFromOurPages(): Promise<boolean> {
  const list = await headers();
  return isOwnOrigin({
    origin: list.get("origin"),
    host: list.get("host"),
    site: list.get("sec-fetch-site"),
  });
}
