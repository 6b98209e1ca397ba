import { domainsWith, type Viewer } from "../access/viewer.ts";
import { hasMailServer, senderAddress } from "../platform/mail.ts";

export type MailServerState = {
  /** Null: none is set, mails are held. */
  sender: string | null;
  may: { test: boolean };
};

/** Whether mails leave this machine, and as whom. */
export function mailServer(viewer: Viewer): MailServerState {
  const isSet = hasMailServer();
  return {
    sender: isSet ? senderAddress() : null,
    may: { test: isSet && domainsWith(viewer, "mail.manage") === "all" },
  };
}
