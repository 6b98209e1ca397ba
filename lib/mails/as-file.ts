import { and, eq } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { rawLetter } from "../platform/mail.ts";
import { conflict, notFound } from "../text/refusal.ts";
import { wholeLetterOf, type Ready } from "./letter.ts";
import { visibleMails } from "./visible.ts";

/** The bytes of a mail. Throws Refusal `not-found`, `conflict` while it has no words. */
export async function mailAsFile(viewer: Viewer, mailId: string): Promise<Buffer> {
  const [mail] = await read(viewer, (tx) =>
    tx
      .select()
      .from(mails)
      .where(and(visibleMails(viewer), eq(mails.id, mailId))),
  );
  if (!mail) throw notFound("This mail");
  if (mail.subject === null) throw conflict("It has no words yet.");
  return await rawLetter(await wholeLetterOf(mail as Ready));
}
