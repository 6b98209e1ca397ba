"use server";

import type { Viewer } from "#lib/access/viewer.ts";
import { runNow } from "#lib/schedules/run-now.ts";
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
