import type { MailFilters } from "#lib/mails/list-input.ts";

/** The page's address for a set of filters; what is as usual stays out of it. */
export function mailHref({ status, q, before, mail, part }: MailFilters): string {
  const query = new URLSearchParams();
  if (status.length > 0) query.set("status", status.join(","));
  if (q) query.set("q", q);
  if (before) query.set("before", before);
  if (mail) query.set("mail", mail);
  if (mail && part !== "sent") query.set("part", part);
  const text = query.toString();
  return `/administration/mail${text && `?${text}`}`;
}
