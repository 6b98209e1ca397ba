import { chooseAll } from "#lib/runs/choose-all.ts";
import { RunListInput } from "#lib/runs/list-input.ts";
import { answer, route } from "../../../_server/route.ts";

/** The runs that match a list's filters now, for a tick on all of them; no more than are decided at once. */
export const GET = route(async (viewer, request) => {
  const filters = RunListInput.parse(Object.fromEntries(request.nextUrl.searchParams));
  return answer(200, { runs: await chooseAll(viewer, filters) });
});
