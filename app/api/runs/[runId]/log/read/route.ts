import { z } from "zod";
import { markLogRead } from "#lib/runs/mark-log-read.ts";
import { invalid } from "#lib/text/refusal.ts";
import { answer, route } from "../../../../../_server/route.ts";
import { runIdOf, type RunParams } from "../../_run-id.ts";

const Read = z.object({ seq: z.number().int().min(0).max(2_147_483_647) });

/** The viewer has seen the log up to this line. */
export const POST = route<RunParams>(async (viewer, request, params) => {
  const parsed = Read.safeParse(await request.json().catch(() => null));
  if (!parsed.success) throw invalid("This is no line number.");
  await markLogRead(viewer, { runId: runIdOf(params), seq: parsed.data.seq });
  return answer(200, { seq: parsed.data.seq });
});
