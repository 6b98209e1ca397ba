import { and, eq } from "drizzle-orm";
import { mails, type MailTry } from "#drizzle/schema/mail.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { notFound } from "../text/refusal.ts";
import { letterOf, type Ready } from "./letter.ts";
import { rowOf, type MailRow } from "./list.ts";
import { RESENDABLE } from "./status.ts";
import { visibleMails } from "./visible.ts";

export type MailDetail = MailRow & {
  text: string | null;
  html: string | null;
  htmlBytes: number;
  headers: Array<[string, string]>;
  tries: MailTry[];
  sentAt: string | null;
  nextTryAt: string | null;
  may: { resend: boolean };
};

/** One mail with its words. Throws Refusal `not-found`, `forbidden`. */
export function getMail(viewer: Viewer, mailId: string): Promise<MailDetail> {
  return read(viewer, async (tx) => {
    const [mail] = await tx
      .select()
      .from(mails)
      .where(and(visibleMails(viewer), eq(mails.id, mailId)));
    if (!mail) throw notFound("This mail");
    return {
      ...rowOf(mail),
      text: mail.textBody,
      html: mail.htmlBody,
      htmlBytes: Buffer.byteLength(mail.htmlBody ?? ""),
      headers: mail.subject === null ? [] : headersOf(mail as Ready),
      tries: mail.tries,
      sentAt: mail.sentAt?.toISOString() ?? null,
      nextTryAt: mail.nextTryAt?.toISOString() ?? null,
      may: { resend: RESENDABLE.includes(mail.status) },
    };
  });
}

function headersOf(mail: Ready): Array<[string, string]> {
  const { from, to, subject, messageId, headers } = letterOf(mail);
  return [
    ["From", `${from.name} <${from.address}>`],
    ["To", to],
    ["Subject", subject],
    ["Message-ID", messageId],
    ...Object.entries(headers),
  ];
}
