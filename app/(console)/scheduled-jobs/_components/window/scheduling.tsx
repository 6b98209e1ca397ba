import type { Viewer } from "#lib/access/viewer.ts";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { HOUR_STEPS, MINUTE_STEPS, TIMES_MAX } from "#lib/schedules/plan-input.ts";
import { readingBegins } from "#lib/schedules/rows.ts";
import { zoneHint } from "#lib/schedules/zone-hint.ts";
import { Time } from "../../../../_ui/time.tsx";
import { Pause } from "./pause.tsx";
import { PlanForm } from "./plan-form.tsx";

type Props = { viewer: Viewer; detail: ScheduleDetail };

const CHOICES = {
  minuteSteps: MINUTE_STEPS,
  hourSteps: HOUR_STEPS,
  timesMax: TIMES_MAX,
  zones: ["UTC", ...Intl.supportedValuesOf("timeZone")],
};

/** The tab "Scheduling": the plan, what it was before, and the pause. */
export async function Scheduling({ viewer, detail }: Props) {
  const at = new Date(await readingBegins(viewer));
  const first = { preview: detail.plan, zoneHint: zoneHint(detail.timeZone, at) };
  return (
    <PlanForm detail={detail} choices={CHOICES} first={first}>
      <Pause detail={detail} />
      {detail.planChanged && (
        <p className="chg">
          Planned by {detail.planChanged.by}, <Time at={detail.planChanged.at} form="moment" />.
          {detail.planChanged.before && ` Before: ${detail.planChanged.before.words}`}
        </p>
      )}
    </PlanForm>
  );
}
