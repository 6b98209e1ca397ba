/** What can be said of a mail in the outbox; `tone` and `icon` are those of the drawn shapes. */
export const MAIL_STATUS = {
  sent: { label: "Sent", tone: "ok", icon: "ok" },
  waiting: { label: "Waiting", tone: "wait", icon: "wait" },
  sending: { label: "Being sent", tone: "run", icon: "run" },
  held: { label: "Held", tone: "skip", icon: "never" },
  refused: { label: "Refused", tone: "fail", icon: "fail" },
  "given-up": { label: "Given up", tone: "fail", icon: "missed" },
  "left-out": { label: "Left out", tone: "cancelled", icon: "cancelled" },
} as const;

export type MailStatus = keyof typeof MAIL_STATUS;

export const MAIL_STATUSES = Object.keys(MAIL_STATUS) as MailStatus[];

/** From which a person may have it sent again. */
export const RESENDABLE: MailStatus[] = ["sent", "held", "refused", "given-up", "left-out"];

export const PARTS = ["sent", "text", "headers", "attempts"] as const;
