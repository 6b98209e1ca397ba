import { LogQuery, placeOf } from "#lib/runs/log-input.ts";
import { readLog } from "#lib/runs/read-log.ts";
import { answer, route } from "../../../../_server/route.ts";
import { runIdOf, type RunParams } from "../_run-id.ts";

/** Lines of a run's log: `?after=`, `?before=` or `?line=`, with levels and step. */
export const GET = route<RunParams>(async (viewer, request, params) => {
  const query = LogQuery.parse(Object.fromEntries(request.nextUrl.searchParams));
  const { levels, step, limit } = query;
  return answer(
    200,
    await readLog(viewer, runIdOf(params), placeOf(query), { levels, step }, limit),
  );
});
