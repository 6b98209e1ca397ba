import type { MailServerState } from "#lib/mails/server.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { test } from "../actions.ts";

/** Whether mails leave this machine; without a server, how to set one. */
export function ServerState({ sender, may }: MailServerState) {
  if (!sender) {
    return (
      <span className="sub server">
        <span>
          <b>No mail server is set: mails are held here.</b> Set <code>SMTP_URL</code> for web and
          worker to send them.
        </span>
      </span>
    );
  }
  return (
    <span className="sub server">
      sent as {sender}
      {may.test && (
        <ActionForm action={test}>
          <SubmitButton small variant="quiet" pending="Trying…">
            Test
          </SubmitButton>
        </ActionForm>
      )}
    </span>
  );
}
