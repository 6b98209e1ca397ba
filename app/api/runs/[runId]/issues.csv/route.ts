import { issuesCsv } from "#lib/runs/issues-csv.ts";
import { route } from "../../../../_server/route.ts";
import { download } from "../_download.ts";
import { runIdOf, type RunParams } from "../_run-id.ts";

/** All issues of a run, for a spreadsheet. */
export const GET = route<RunParams>(async (viewer, _request, params) => {
  const { name, text } = await issuesCsv(viewer, runIdOf(params));
  return download({ name, contentType: "text/csv; charset=utf-8", body: text });
});
