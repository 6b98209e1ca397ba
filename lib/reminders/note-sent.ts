import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";

export type Reminder = { userId: string; changedAt: string; daysBefore: number };

/**
 * Notes reminders as sent, in the transaction that puts their mails into the outbox, and answers whose are new: each is sent once,
 * whichever of a person's domains looks first and however often it looks.
 */
export async function noteSent(tx: Tx, reminders: readonly Reminder[]): Promise<Set<string>> {
  if (reminders.length === 0) return new Set();
  // In one order everywhere, so that two domains wait for each other and never in a circle.
  const rows = await tx.execute<{ userId: string }>(sql`
    insert into password_reminders (user_id, changed_at, days_before, sent_at)
    select "userId", "changedAt", "daysBefore", app_now()
    from jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb) as r ("userId" uuid, "changedAt" timestamptz(3), "daysBefore" int)
    order by 1 on conflict do nothing returning user_id as "userId"`);
  return new Set(rows.map((row) => row.userId));
}
