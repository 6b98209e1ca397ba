import { eq } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { read, write } from "../access/transact.ts";
import { domainsWith, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { hasMailServer } from "../platform/mail.ts";
import { probeMailServer } from "../platform/probe-mail.ts";
import { composeNote } from "../reports/compose-note.ts";
import { publicUrl } from "../platform/env.ts";
import { conflict, forbidden } from "../text/refusal.ts";
import type { Tx } from "../platform/db.ts";
import { queueMail } from "./queue.ts";
import { sendDueMails } from "./send-due.ts";

/**
 * Tries the mail server phase by phase: connection, encryption, account, and a test mail to oneself through the outbox. Answers one
 * sentence a phase. Takes `mail.manage` in all domains. Throws Refusal `forbidden`; `conflict` without a server, and with the
 * sentences up to the phase that failed.
 */
export async function tryServer(viewer: Viewer): Promise<string[]> {
  if (domainsWith(viewer, "mail.manage") !== "all") throw forbidden("mail.manage");
  if (!hasMailServer())
    throw conflict("No mail server is set. Set SMTP_URL and restart web and worker.");
  const phases = await probeMailServer();
  const sentences = phases.map((phase) => phase.sentence);
  if (phases.some((phase) => !phase.ok)) throw conflict(sentences.join(" "));
  const mailId = await queueTest(viewer);
  await sendDueMails();
  const { status, lastAnswer, recipient } = await read(viewer, (tx) => stateOf(tx, mailId));
  if (status === "refused")
    throw conflict([...sentences, `Refused for ${recipient}: ${lastAnswer}`].join(" "));
  const sent = status === "sent";
  const last = sent ? `Accepted for ${recipient}: ${lastAnswer}` : WAITS;
  return [...sentences, last];
}

const WAITS = "The test mail waits in the outbox; its row here tells what becomes of it.";

async function queueTest(viewer: Viewer): Promise<string> {
  return await write(viewer, async (tx) => {
    const id = await queueMail(tx, {
      kind: "test",
      recipient: viewer.email as string,
      because: "",
      domainId: null,
      content: testWords(),
    });
    await recordAudit(tx, viewer, {
      action: "mail.test",
      objectType: "mail",
      objectId: id,
      domainId: null,
    });
    return id;
  });
}

type MailState = Pick<typeof mails.$inferSelect, "status" | "lastAnswer" | "recipient">;

async function stateOf(tx: Tx, id: string): Promise<MailState> {
  const [row] = await tx
    .select({ status: mails.status, lastAnswer: mails.lastAnswer, recipient: mails.recipient })
    .from(mails)
    .where(eq(mails.id, id));
  return row as MailState;
}

const testWords = () =>
  composeNote({
    subject: "[TEST] Mails of Nightshift arrive",
    headline: "Mails arrive",
    sentence: "This is the test that you asked for.",
    remedy: null,
    link: { text: "Open Nightshift", url: publicUrl() },
    foot: "You get this because you asked for a test.",
  });
