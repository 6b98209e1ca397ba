import type { SQL } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { visibleWith } from "../access/visible.ts";
import { canSomewhere, type Viewer } from "../access/viewer.ts";
import { forbidden } from "../text/refusal.ts";

/** Mails of the domains whose outbox the viewer may see. Throws Refusal `forbidden` when there is none. */
export function visibleMails(viewer: Viewer): SQL {
  if (!canSomewhere(viewer, "mail.manage")) throw forbidden("mail.manage");
  return visibleWith(viewer, "mail.manage", mails.domainId);
}
