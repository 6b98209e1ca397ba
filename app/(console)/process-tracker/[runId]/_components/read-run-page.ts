import { notFound } from "next/navigation";
import { cache } from "react";
import { getRun, type RunDetail } from "#lib/runs/get.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { requireViewer } from "../../../../_server/viewer.ts";

/** The run of the address, once per request for title and page. A wrong number and another domain's run are the same 404. */
export const readRunPage = cache(async (runId: string): Promise<RunDetail> => {
  const viewer = await requireViewer();
  if (!/^[1-9]\d{0,14}$/.test(runId)) notFound();
  try {
    return await getRun(viewer, Number(runId));
  } catch (error) {
    if (isRefusal(error, "not-found")) notFound();
    throw error;
  }
});
