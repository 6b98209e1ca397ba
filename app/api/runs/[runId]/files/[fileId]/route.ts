import { openRunFile } from "#lib/files/open.ts";
import { route } from "../../../../../_server/route.ts";
import { download } from "../../_download.ts";
import { runIdOf, type RunParams } from "../../_run-id.ts";

/** One file of a run: its input or a result. */
export const GET = route<RunParams & { fileId: string }>(async (viewer, _request, params) => {
  const { stream, ...file } = await openRunFile(viewer, {
    runId: runIdOf(params),
    fileId: params.fileId,
  });
  return download({ ...file, body: stream });
});
