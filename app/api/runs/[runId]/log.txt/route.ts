import { logText } from "#lib/runs/log-text.ts";
import { route } from "../../../../_server/route.ts";
import { download } from "../_download.ts";
import { runIdOf, type RunParams } from "../_run-id.ts";

/** The complete log of a run. */
export const GET = route<RunParams>(async (viewer, _request, params) => {
  const { name, text } = await logText(viewer, runIdOf(params));
  return download({ name, contentType: "text/plain; charset=utf-8", body: text });
});
