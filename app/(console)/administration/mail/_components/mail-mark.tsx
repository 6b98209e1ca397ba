import { MAIL_STATUS, type MailStatus } from "#lib/mails/status.ts";
import { Icon } from "#app/_ui/icon.tsx";

/** Shape, colour and word of a mail's state. */
export function MailMark({ status }: { status: MailStatus }) {
  const { label, tone, icon } = MAIL_STATUS[status];
  return (
    <span className={`st ${tone}`}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
