import { publicUrl } from "../platform/env.ts";
import { senderAddress, type Letter } from "../platform/mail.ts";
import { attachedLog } from "../reports/attach-log.ts";
import type { ClaimedMail } from "./claim.ts";
import { mailHost } from "./queue.ts";
import { unsubscribeQuery } from "./unsubscribe-link.ts";

/** A mail that has its words. */
export type Ready = ClaimedMail & { subject: string; textBody: string; htmlBody: string };

/** The mail as it is handed to the server; a report's log goes along where its schedule says so. */
export async function wholeLetterOf(mail: Ready): Promise<Letter> {
  const isReport = mail.kind === "report" || mail.kind === "test";
  const log = isReport && mail.runId !== null ? await attachedLog(mail.runId) : null;
  return { ...letterOf(mail), attachments: log ? [log] : [] };
}

/** The same without what is attached. */
export function letterOf(mail: Ready): Letter {
  return {
    from: { name: "Nightshift", address: senderAddress() },
    to: mail.recipient,
    subject: mail.subject,
    text: mail.textBody,
    html: mail.htmlBody,
    messageId: mail.messageId,
    headers: headersOf(mail),
    attachments: [],
  };
}

function headersOf(mail: Ready): Record<string, string> {
  const job = mail.threadId?.replace(/^job\./, "");
  const canStop = mail.kind === "report" || mail.kind === "digest";
  const query = canStop && job ? unsubscribeQuery(mail.recipient, job) : null;
  return {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    ...(mail.threadId
      ? { References: `<${mail.threadId}@${mailHost()}>`, "X-Job": mail.threadId }
      : {}),
    ...(mail.runId ? { "X-Run-Id": String(mail.runId) } : {}),
    // RFC 8058: the mail program posts to the address by itself when its reader presses "unsubscribe".
    ...(query
      ? {
          "List-Unsubscribe": `<${publicUrl().replace(/\/$/, "")}/api/unsubscribe?${query}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
      : {}),
  };
}
