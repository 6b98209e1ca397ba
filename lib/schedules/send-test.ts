import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { queueMail } from "../mails/queue.ts";
import { composeReport } from "../reports/compose.ts";
import { reportFacts } from "../reports/facts.ts";
import { conflict } from "../text/refusal.ts";
import { lockForEdit } from "./access.ts";
import { lastFinished } from "./last-finished.ts";

/** RFC 5322 allows 998 characters a line; mail lists show about 78. */
const SUBJECT_MAX = 78;

/**
 * Puts the report of a schedule's newest finished run into the outbox, to the viewer alone. Answers the address.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (nothing of it has finished yet, or the viewer has no address).
 */
export async function sendTestReport(
  viewer: Viewer,
  { scheduleId }: { scheduleId: string },
): Promise<string> {
  const recipient = viewer.email;
  if (!recipient) throw conflict("There is no address to send a test to.");
  return await write(viewer, async (tx) => {
    const schedule = await lockForEdit(tx, viewer, scheduleId);
    const run = await lastFinished(tx, viewer, scheduleId);
    if (!run) throw conflict(`No run of ${schedule.jobType} has finished yet.`);
    const because = `You get this test because you asked for it in the window of ${schedule.jobType}.`;
    const { subject, text, html } = composeReport(await reportFacts(run.id), because);
    const content = { subject: `Test: ${subject}`.slice(0, SUBJECT_MAX), text, html };
    const { domainId } = schedule;
    await queueMail(tx, { kind: "test", recipient, because, domainId, runId: run.id, content });
    await recordAudit(tx, viewer, {
      action: "schedule.test-report",
      objectType: "schedule",
      objectId: scheduleId,
      domainId,
      after: { recipient, runId: run.id },
    });
    return recipient;
  });
}
