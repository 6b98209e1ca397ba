import { refusedRowsCsv } from "#lib/runs/refused-rows-csv.ts";
import { route } from "../../../../_server/route.ts";
import { download } from "../_download.ts";
import { runIdOf, type RunParams } from "../_run-id.ts";

/** The rows that a run refused, in its input's own format. */
export const GET = route<RunParams>(async (viewer, _request, params) => {
  const { name, text } = await refusedRowsCsv(viewer, runIdOf(params));
  return download({ name, contentType: "text/csv; charset=utf-8", body: text });
});
