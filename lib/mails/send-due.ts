import { eq } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { log } from "../platform/log.ts";
import { deliver, hasMailServer } from "../platform/mail.ts";
import { composeReport } from "../reports/compose.ts";
import { reportFacts } from "../reports/facts.ts";
import { isRefusal } from "../text/refusal.ts";
import { claimMails, heldBy, type ClaimedMail } from "./claim.ts";
import { wholeLetterOf, type Ready } from "./letter.ts";
import { settleMail } from "./settle.ts";

/** How many go out in one pass, and at the same time. */
const BATCH = 20;
const AT_ONCE = 4;

/**
 * Sends what is due: any number of processes may call this at the same time. Without a mail server the mails are put into words and
 * held. A run's status never depends on it. Answers how many were taken.
 */
export async function sendDueMails(): Promise<number> {
  const due = await claimMails(BATCH);
  for (let at = 0; at < due.length; at += AT_ONCE) {
    await Promise.all(due.slice(at, at + AT_ONCE).map(sendOne));
  }
  return due.length;
}

async function sendOne(mail: ClaimedMail): Promise<void> {
  try {
    const ready = await inWords(mail);
    if (!ready) return;
    if (!hasMailServer()) await hold(mail);
    else await settleMail(mail, await deliver(await wholeLetterOf(ready)));
  } catch (error) {
    // The row stays locked for a while and is taken again; the outbox loses nothing.
    log.warn({ error: String(error), mail: mail.id }, "a mail could not be sent");
  }
}

/** A report gets its words at its first try, from rows that were committed by then. Null: its run is gone. */
async function inWords(mail: ClaimedMail): Promise<Ready | null> {
  if (mail.subject !== null) return mail as Ready;
  if (mail.runId === null) return await leaveOut(mail);
  try {
    const words = composeReport(await reportFacts(mail.runId), mail.because);
    const content = { subject: words.subject, textBody: words.text, htmlBody: words.html };
    await write(systemViewer("outbox"), (tx) => tx.update(mails).set(content).where(heldBy(mail)));
    return { ...mail, ...content };
  } catch (error) {
    if (isRefusal(error, "not-found")) return await leaveOut(mail);
    throw error;
  }
}

async function leaveOut(mail: ClaimedMail): Promise<null> {
  const left = {
    status: "left-out",
    lastAnswer: "Its run was purged before it could be sent.",
    nextTryAt: null,
  } as const;
  await write(systemViewer("outbox"), (tx) =>
    tx.update(mails).set(left).where(eq(mails.id, mail.id)),
  );
  return null;
}

async function hold(mail: ClaimedMail): Promise<void> {
  const held = {
    status: "held",
    lastAnswer: "No mail server is set.",
    nextTryAt: null,
    lockedUntil: null,
  } as const;
  await write(systemViewer("outbox"), (tx) => tx.update(mails).set(held).where(heldBy(mail)));
}
