import { mails } from "#drizzle/schema/mail.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { publicUrl } from "../platform/env.ts";
import { newId } from "../platform/ids.ts";

export type NewMail = {
  kind: "report" | "test" | "digest" | "alarm" | "invitation" | "reminder";
  recipient: string;
  /** Why this recipient gets it; a sentence of the foot. */
  because: string;
  domainId: string | null;
  runId?: number;
  scheduleId?: string;
  /** Mails of one thread stand together in a mail program. */
  threadId?: string;
  /** Reports are put together when they are sent; anything else brings its words. */
  content?: { subject: string; text: string; html: string };
};

/** Puts one mail into the outbox, in the transaction of what it tells. Answers its id. */
export async function queueMail(tx: Tx, mail: NewMail): Promise<string> {
  const id = newId();
  const { content, ...row } = mail;
  await tx.insert(mails).values({
    id,
    ...row,
    subject: content?.subject,
    textBody: content?.text,
    htmlBody: content?.html,
    messageId: `<${mail.kind}.${mail.runId ?? "x"}.${id}@${mailHost()}>`,
    status: "waiting",
    createdAt: appNow,
    nextTryAt: appNow,
  });
  return id;
}

/** The right side of message ids: the console's own name, so that they are the same on every host of it. */
export const mailHost = () => new URL(publicUrl()).hostname;
