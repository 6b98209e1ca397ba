import { PlanForm } from "#lib/schedules/plan-form-input.ts";
import { previewPlan } from "#lib/schedules/preview.ts";
import { readingBegins } from "#lib/schedules/rows.ts";
import { zoneHint } from "#lib/schedules/zone-hint.ts";
import { answer, route } from "../../../../_server/route.ts";

type Params = { scheduleId: string };

/** What a plan would mean, for the form while one types: its sentence, its next five runs, or what is wrong by field. */
export const GET = route<Params>(async (viewer, request, { scheduleId }) => {
  const query = request.nextUrl.searchParams;
  const flat = Object.fromEntries(
    [...new Set(query.keys())].map((name) => [name, oneOrAll(query.getAll(name))]),
  );
  const parsed = PlanForm.safeParse(flat);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => [String(path[0]), message]);
    return answer(422, { fields: Object.fromEntries(fields) });
  }
  const preview = await previewPlan(viewer, scheduleId, parsed.data);
  const at = new Date(await readingBegins(viewer));
  return answer(200, { preview, zoneHint: zoneHint(preview.timeZone, at) });
});

const oneOrAll = (values: string[]) => (values.length > 1 ? values : values[0]);
