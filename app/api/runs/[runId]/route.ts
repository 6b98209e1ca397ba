import { getRun } from "#lib/runs/get.ts";
import { answer, route } from "../../../_server/route.ts";
import { runIdOf, type RunParams } from "./_run-id.ts";

/** Everything that the run's page shows, for the page itself while the run changes. */
export const GET = route<RunParams>(async (viewer, _request, params) =>
  answer(200, await getRun(viewer, runIdOf(params))),
);
