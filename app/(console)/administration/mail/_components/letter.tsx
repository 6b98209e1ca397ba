import Link from "next/link";
import type { MailDetail } from "#lib/mails/get.ts";
import type { MailFilters } from "#lib/mails/list-input.ts";
import { PARTS } from "#lib/mails/status.ts";
import { size } from "#lib/text/sizes.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { ButtonLink } from "#app/_ui/button.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { Time } from "#app/_ui/time.tsx";
import { resend } from "../actions.ts";
import { LetterPart } from "./letter-part.tsx";
import { mailHref } from "./mail-href.ts";
import { MailMark } from "./mail-mark.tsx";

const WORDS = {
  sent: "As sent",
  text: "Plain text",
  headers: "Headers",
  attempts: "Attempts",
} as const;

/** The open mail: who gets it, what became of it, and its parts. */
export function Letter({ mail, filters }: { mail: MailDetail; filters: MailFilters }) {
  const tabs = PARTS.map((part) => ({
    href: mailHref({ ...filters, part }),
    label: WORDS[part],
    count: part === "attempts" ? mail.tries.length : undefined,
    current: filters.part === part,
  }));
  return (
    <section className="letter" aria-label={mail.subject ?? "Mail"}>
      <div className="top">
        <div>
          <h2>{mail.subject ?? "Report, not put into words yet"}</h2>
          <p className="meta">
            <span>
              to <b>{mail.recipient}</b>
            </span>
            <MailMark status={mail.status} />
            {mail.sentAt && <Time at={mail.sentAt} form="moment" />}
            {mail.runId !== null && (
              <Link className="link" prefetch={false} href={`/process-tracker/${mail.runId}`}>
                Run #{mail.runId}
              </Link>
            )}
          </p>
        </div>
        <div className="does">
          {mail.may.resend && (
            <ActionForm action={resend} fields={{ mailId: mail.id }}>
              <SubmitButton small pending="Putting in…">
                Send again
              </SubmitButton>
            </ActionForm>
          )}
          {mail.subject !== null && (
            <ButtonLink small variant="quiet" download href={`/api/mails/${mail.id}/eml`}>
              <Icon name="down" size={14} /> .eml
            </ButtonLink>
          )}
          <ButtonLink
            small
            variant="quiet"
            href={mailHref({ ...filters, mail: undefined, part: "sent" })}
          >
            Close
          </ButtonLink>
        </div>
      </div>
      <Tabs label="Parts of the mail" className="tabs" tabs={tabs}>
        {mail.html && <span className="e">{size(mail.htmlBytes)}, no remote content</span>}
      </Tabs>
      <LetterPart mail={mail} part={filters.part} />
    </section>
  );
}
