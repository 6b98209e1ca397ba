import { write } from "../access/transact.ts";
import { domainsWith, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { hasMailServer, tryMailServer } from "../platform/mail.ts";
import { composeNote } from "../reports/compose-note.ts";
import { publicUrl } from "../platform/env.ts";
import { conflict, forbidden } from "../text/refusal.ts";
import { queueMail } from "./queue.ts";

/**
 * Tries the mail server and, when it answers, puts a test mail to oneself into the outbox. Answers what was found, one sentence a phase.
 * Takes `mail.manage` in all domains. Throws Refusal `forbidden`, `conflict` without a server or when it does not answer.
 */
export async function tryServer(viewer: Viewer): Promise<string[]> {
  if (domainsWith(viewer, "mail.manage") !== "all") throw forbidden("mail.manage");
  if (!hasMailServer())
    throw conflict("No mail server is set. Set SMTP_URL and restart web and worker.");
  const complaint = await tryMailServer();
  if (complaint) throw conflict(`The server can't be used: ${complaint}`);
  const recipient = viewer.email as string;
  const mailId = await write(viewer, async (tx) => {
    const id = await queueMail(tx, {
      kind: "test",
      recipient,
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
  return [
    "The server is reached and takes our account.",
    `A test to ${recipient} is in the outbox (${mailId}).`,
  ];
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
