import { LiveInput } from "#lib/live/input.ts";
import { followedRun } from "#lib/live/followed-run.ts";
import { readUpdate } from "#lib/live/read-update.ts";
import { openStream } from "#lib/live/stream.ts";
import { recheckViewer } from "#lib/people/load-viewer.ts";
import { invalid } from "#lib/text/refusal.ts";
import { answer, route } from "../../_server/route.ts";
import { readSessionSecret } from "../../_server/session.ts";

export const dynamic = "force-dynamic";

const STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

/**
 * What changes on a page, as server-sent events; with `poll=1` once, as JSON. A browser that comes back names the last event it
 * has seen.
 */
export const GET = route(async (viewer, request) => {
  const { poll, ...query } = Object.fromEntries(request.nextUrl.searchParams);
  const lastEventId = request.headers.get("last-event-id");
  const parsed = LiveInput.safeParse({ ...query, ...(lastEventId && { since: lastEventId }) });
  if (!parsed.success) throw invalid("This can't be followed.");
  const interest = parsed.data;
  await followedRun(viewer, interest.run);
  if (poll === "1") {
    const ask = { since: interest.since, fresh: true, counts: true, waiting: true };
    return answer(200, await readUpdate(viewer, interest, ask));
  }
  const secret = (await readSessionSecret()) ?? "";
  const recheck = () => recheckViewer(secret, viewer.address);
  const body = openStream({ viewer, interest, recheck, signal: request.signal });
  return new Response(body, { headers: STREAM_HEADERS });
});
