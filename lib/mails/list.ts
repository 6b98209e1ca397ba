import { and, count, desc, inArray, lt, or, sql, type SQL } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { holds } from "../platform/holds.ts";
import type { MailFilters } from "./list-input.ts";
import type { MailStatus } from "./status.ts";
import { visibleMails } from "./visible.ts";

export type MailRow = {
  id: string;
  status: MailStatus;
  /** Null while the mail has no words yet. */
  subject: string | null;
  recipient: string;
  runId: number | null;
  /** Why it is not there yet, or what the server said. */
  detail: string | null;
  createdAt: string;
};

export type MailPage = {
  mails: MailRow[];
  next: string | null;
  counts: Record<string, number>;
  inADay: number;
};

const PAGE = 50;

/** The outbox as the viewer may see it, newest first. Throws Refusal `forbidden`. */
export function listMails(viewer: Viewer, filters: MailFilters): Promise<MailPage> {
  return read(viewer, async (tx) => {
    const visible = visibleMails(viewer);
    const rows = await tx
      .select()
      .from(mails)
      .where(and(visible, ...narrowed(filters)))
      .orderBy(desc(mails.id))
      .limit(PAGE + 1);
    const shown = rows.slice(0, PAGE);
    return {
      mails: shown.map(rowOf),
      next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
      ...(await figures(tx, visible)),
    };
  });
}

function narrowed({ status, q, before }: MailFilters): Array<SQL | undefined> {
  return [
    status.length > 0 ? inArray(mails.status, status) : undefined,
    q ? or(holds(mails.subject, q), holds(mails.recipient, q)) : undefined,
    before ? lt(mails.id, before) : undefined,
  ];
}

/** Of the last thirty days; older ones are history. */
async function figures(tx: Tx, visible: SQL) {
  const rows = await tx
    .select({
      status: mails.status,
      n: count(),
      inADay: sql<number>`count(*) filter (where created_at > app_now() - interval '1 day')::int`,
    })
    .from(mails)
    .where(and(visible, sql`created_at > app_now() - interval '30 days'`))
    .groupBy(mails.status);
  return {
    counts: Object.fromEntries(rows.map((row) => [row.status, row.n])),
    inADay: rows.reduce((sum, row) => sum + row.inADay, 0),
  };
}

export function rowOf(mail: typeof mails.$inferSelect): MailRow {
  const { id, status, subject, recipient, runId, createdAt } = mail;
  return {
    id,
    status,
    subject,
    recipient,
    runId,
    detail: detailOf(mail),
    createdAt: createdAt.toISOString(),
  };
}

function detailOf({
  status,
  lastAnswer,
  attemptCount,
  uncertainAt,
}: typeof mails.$inferSelect): string | null {
  if (status === "sent")
    return uncertainAt ? "perhaps twice" : attemptCount > 1 ? `at attempt ${attemptCount}` : null;
  return lastAnswer;
}
