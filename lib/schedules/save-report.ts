import { eq } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { lockForEdit } from "./access.ts";
import { refuseOutdated } from "./refuse-outdated.ts";
import type { SaveReport } from "./save-report-input.ts";

/**
 * Changes who is told of a schedule's runs, and when. Answers the new version.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (somebody changed it meanwhile).
 */
export async function saveReport(viewer: Viewer, input: SaveReport): Promise<{ version: number }> {
  return await write(viewer, async (tx) => {
    const row = await lockForEdit(tx, viewer, input.scheduleId);
    await refuseOutdated(tx, viewer, row, input.version);
    const version = row.version + 1;
    const report = {
      reportEnabled: input.enabled,
      reportRecipients: input.recipients,
      reportWhen: input.when,
      reportAttachLog: input.attachLog,
    };
    await tx
      .update(schedules)
      .set({ ...report, reportChangedBy: viewer.name, version })
      .where(eq(schedules.id, row.id));
    const { reportEnabled, reportRecipients, reportWhen, reportAttachLog } = row;
    await recordAudit(tx, viewer, {
      action: "schedule.report",
      objectType: "schedule",
      objectId: row.id,
      domainId: row.domainId,
      before: { reportEnabled, reportRecipients, reportWhen, reportAttachLog },
      after: report,
    });
    return { version };
  });
}
