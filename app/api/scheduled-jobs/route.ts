import { z } from "zod";
import { readSchedules } from "#lib/schedules/rows.ts";
import { answer, route } from "../../_server/route.ts";

/** More rows than a page holds are asked for by nobody. */
const IDS_MAX = 200;

const Ids = z
  .string()
  .max(IDS_MAX * 40)
  .transform((text) => text.split(",").filter(Boolean))
  .pipe(z.array(z.uuid()).max(IDS_MAX))
  .catch([]);

/** The rows of some scheduled jobs as they are now, for a list that takes over changes. */
export const GET = route(async (viewer, request) => {
  const ids = Ids.parse(request.nextUrl.searchParams.get("ids") ?? "");
  return answer(200, { rows: await readSchedules(viewer, ids) });
});
