import { LogQuery } from "#lib/runs/log-input.ts";
import { findInLog } from "#lib/runs/log-facts.ts";
import { answer, route } from "../../../../../_server/route.ts";
import { runIdOf, type RunParams } from "../../_run-id.ts";

/** Numbers of the lines that contain `?q=`, in the whole log. */
export const GET = route<RunParams>(async (viewer, request, params) => {
  const { q, levels, step } = LogQuery.parse(Object.fromEntries(request.nextUrl.searchParams));
  return answer(200, await findInLog(viewer, runIdOf(params), q, { levels, step }));
});
