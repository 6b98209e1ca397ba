import { z } from "zod";
import { recheckViewer } from "#lib/people/load-viewer.ts";
import { openLogStream } from "#lib/runs/log-stream.ts";
import { route } from "../../../../../_server/route.ts";
import { readSessionSecret } from "../../../../../_server/session.ts";
import { runIdOf, type RunParams } from "../../_run-id.ts";

export const dynamic = "force-dynamic";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

const Seq = z.coerce.number().int().min(0).max(2_147_483_647).catch(0);

/** The log as it is written. A browser that comes back names the last line that it has. */
export const GET = route<RunParams>(async (viewer, request, params) => {
  const after = Seq.parse(
    request.headers.get("last-event-id") ?? request.nextUrl.searchParams.get("after"),
  );
  const secret = (await readSessionSecret()) ?? "";
  const recheck = () => recheckViewer(secret, viewer.address);
  const body = await openLogStream({
    viewer,
    runId: runIdOf(params),
    after,
    recheck,
    signal: request.signal,
  });
  return new Response(body, { headers: HEADERS });
});
