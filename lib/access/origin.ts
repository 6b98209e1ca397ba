import { publicUrl } from "../platform/env.ts";

/**
 * Whether a changing request was made by our own pages: its Origin is the public URL, or names the very host that was asked.
 * X-Forwarded-Host is not looked at: who can send a request can send that header too.
 */
export function isOwnOrigin(request: {
  origin: string | null;
  host: string | null;
  site: string | null;
}): boolean {
  if (!request.origin || request.origin === "null" || !URL.canParse(request.origin)) return false;
  if (request.site && request.site !== "same-origin") return false;
  const [origin, own] = [new URL(request.origin), new URL(publicUrl())];
  if (origin.origin === own.origin) return true;
  // Under TLS a page of the same name without it may be anybody's on the way.
  const protocols = own.protocol === "https:" ? ["https:"] : ["http:", "https:"];
  return protocols.includes(origin.protocol) && origin.host === request.host;
}
