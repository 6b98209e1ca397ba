import clsx from "clsx";
import Link from "next/link";
import type { MailFilters } from "#lib/mails/list-input.ts";
import type { MailRow } from "#lib/mails/list.ts";
import { Time } from "#app/_ui/time.tsx";
import { mailHref } from "./mail-href.ts";
import { MailMark } from "./mail-mark.tsx";

type Props = { mails: MailRow[]; filters: MailFilters };

/** One row a mail: state with its reason, subject over recipient, time. */
export function MailList({ mails, filters }: Props) {
  return (
    <table>
      <caption className="sr">Mails, newest first</caption>
      <colgroup>
        <col className="state" />
        <col />
        <col className="when" />
      </colgroup>
      <thead className="sr">
        <tr>
          <th scope="col">State</th>
          <th scope="col">Subject and recipient</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.id} aria-selected={mail.id === filters.mail || undefined}>
            <td>
              <MailMark status={mail.status} />
              {mail.detail && (
                <span className={clsx("two", mail.status !== "sent" && "say")}>{mail.detail}</span>
              )}
            </td>
            <th scope="row">
              <Link
                className="id"
                prefetch={false}
                scroll={false}
                href={mailHref({ ...filters, mail: mail.id, part: "sent" })}
                aria-current={mail.id === filters.mail || undefined}
              >
                {mail.subject ?? "Report, not put into words yet"}
              </Link>
              <span className="two">
                to {mail.recipient}
                {mail.runId !== null && ` · #${mail.runId}`}
              </span>
            </th>
            <td className="num dim">
              <Time at={mail.createdAt} form="short" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
