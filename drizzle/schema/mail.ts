import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { domains } from "./people.ts";

export const MAIL_STATUSES = [
  "waiting",
  "sending",
  "sent",
  "refused",
  "held",
  "given-up",
  "left-out",
] as const;

/**
 * The outbox: one row per recipient, written in the transaction of what it reports. Its words are put together when it is sent, from
 * the rows that were committed by then.
 */
export const mails = pgTable(
  "mails",
  {
    id: id(),
    domainId: uuid("domain_id").references(() => domains.id),
    kind: text("kind", {
      enum: ["report", "test", "digest", "alarm", "invitation", "reminder"],
    }).notNull(),
    runId: bigint("run_id", { mode: "number" }),
    scheduleId: uuid("schedule_id"),
    recipient: text("recipient").notNull(),
    /** Why this recipient gets it, as a sentence of the mail's foot. */
    because: text("because").notNull(),
    subject: text("subject"),
    textBody: text("text_body"),
    htmlBody: text("html_body"),
    /** Stable over all tries, so that a doubled delivery is recognised. */
    messageId: text("message_id").notNull().unique(),
    /** One per job, so that mail programs keep a job's reports together. */
    threadId: text("thread_id"),
    status: text("status", { enum: MAIL_STATUSES }).notNull(),
    attemptCount: integer("attempt_count").notNull().default(0),
    nextTryAt: instant("next_try_at"),
    /** A sender that died holds the row no longer than this. */
    lockedUntil: instant("locked_until"),
    /** Set when a try ended without an answer: it may have been delivered. */
    uncertainAt: instant("uncertain_at"),
    lastAnswer: text("last_answer"),
    tries: jsonb("tries").$type<MailTry[]>().notNull().default([]),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (table) => [
    index("mails_due").on(table.status, table.nextTryAt),
    index("mails_run").on(table.runId),
    index("mails_domain").on(table.domainId, table.id),
  ],
);

export type MailTry = { at: string; answer: string };

/** Who unsubscribed from which job's reports. `job` is a schedule's id or `type.domain`. */
export const reportOptOuts = pgTable(
  "report_opt_outs",
  {
    recipient: text("recipient").notNull(),
    job: text("job").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.recipient, table.job] })],
);
