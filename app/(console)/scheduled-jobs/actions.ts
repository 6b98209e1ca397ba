"use server";

import { z } from "zod";
import type { Viewer } from "#lib/access/viewer.ts";
import { SavePlanForm, SaveReportForm } from "#lib/schedules/plan-form-input.ts";
import { runNow } from "#lib/schedules/run-now.ts";
import { savePlan } from "#lib/schedules/save-plan.ts";
import { PauseInput, ScheduleVersion } from "#lib/schedules/save-plan-input.ts";
import { saveReport } from "#lib/schedules/save-report.ts";
import { sendTestReport } from "#lib/schedules/send-test.ts";
import { pauseSchedule, resumeSchedule } from "#lib/schedules/set-paused.ts";
import { stopScheduledRuns } from "#lib/schedules/stop-runs.ts";
import { TickedInput, type Ticked } from "#lib/schedules/ticked-input.ts";
import { momentOf } from "#lib/schedules/zone-clock.ts";
import { isZone } from "#lib/text/dates.ts";
import { action } from "../../_server/action.ts";
import type { TickedAnswer } from "./_components/ticked-answer.tsx";

/** Starts or stops the ticked jobs. The answer names each with what became of it. */
export const onTicked = action(TickedInput, async (viewer, input) => ({
  value: input.deed === "stop" ? await stop(viewer, input) : await start(viewer, input),
}));

async function stop(viewer: Viewer, { scheduleIds }: Ticked): Promise<TickedAnswer> {
  return { deed: "stop", ...(await stopScheduledRuns(viewer, { scheduleIds })) };
}

async function start(viewer: Viewer, input: Ticked): Promise<TickedAnswer> {
  const zone = isZone(viewer.timeZone) ? viewer.timeZone : "UTC";
  const startAt = input.deed === "run-at" ? new Date(momentOf(zone, input.startAt).at) : undefined;
  const { started, running } = await runNow(viewer, { scheduleIds: input.scheduleIds, startAt });
  return {
    deed: "start",
    startAt: startAt?.toISOString() ?? null,
    started,
    running: running.map((run) => ({ ...run, since: run.since.toISOString() })),
  };
}

/** The tab "Scheduling". Answers the version that it made. */
export const plan = action(SavePlanForm, async (viewer, input) => ({
  value: { version: (await savePlan(viewer, input)).version },
}));

/** The report part of the tab "Information". Answers the version that it made. */
export const report = action(SaveReportForm, async (viewer, input) => ({
  value: await saveReport(viewer, input),
}));

export const pause = action(PauseInput, async (viewer, input) => {
  await pauseSchedule(viewer, input);
});

export const resume = action(ScheduleVersion, async (viewer, input) => {
  await resumeSchedule(viewer, input);
});

/** The report of the newest run to oneself. Answers the address. */
export const sendTest = action(z.object({ scheduleId: z.uuid() }), async (viewer, input) => ({
  value: await sendTestReport(viewer, input),
}));
