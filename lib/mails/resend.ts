import { and, eq, inArray } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import { conflict, notFound } from "../text/refusal.ts";
import { MAIL_STATUS, RESENDABLE } from "./status.ts";
import { visibleMails } from "./visible.ts";

/** Puts one mail back into the line, with the same Message-ID. Throws Refusal `not-found`, `conflict` (it waits already). */
export async function resendMail(viewer: Viewer, { mailId }: { mailId: string }): Promise<void> {
  await write(viewer, async (tx) => {
    const [mail] = await tx
      .select()
      .from(mails)
      .where(and(visibleMails(viewer), eq(mails.id, mailId)));
    if (!mail) throw notFound("This mail");
    const again = {
      status: "waiting",
      nextTryAt: appNow,
      lockedUntil: null,
      uncertainAt: null,
      attemptCount: 0,
    } as const;
    const put = await tx
      .update(mails)
      .set(again)
      .where(and(eq(mails.id, mailId), inArray(mails.status, RESENDABLE)))
      .returning({ id: mails.id });
    if (put.length === 0)
      throw conflict(`This mail is ${MAIL_STATUS[mail.status].label.toLowerCase()} already.`);
    const before = { status: mail.status };
    await recordAudit(tx, viewer, {
      action: "mail.resend",
      objectType: "mail",
      objectId: mailId,
      domainId: mail.domainId,
      before,
    });
  });
}
