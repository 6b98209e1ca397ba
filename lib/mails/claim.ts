import { and, eq, inArray, sql } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";

export type ClaimedMail = typeof mails.$inferSelect;

/** Longer than a try can take; who holds a mail longer than this has died with it. */
export const LOCK_SECONDS = 150;

/**
 * Takes up to `limit` mails that are due, each for one sender only. One whose sender died in the middle is taken again and marked as
 * uncertain: it may have been delivered, and goes out once more with the same Message-ID.
 */
export async function claimMails(limit: number): Promise<ClaimedMail[]> {
  return await write(systemViewer("outbox"), async (tx) => {
    const due = await tx
      .select({ id: mails.id })
      .from(mails)
      .where(
        sql`(status = 'waiting' and next_try_at <= app_now()) or (status = 'sending' and locked_until < app_now())`,
      )
      .orderBy(mails.nextTryAt)
      .limit(limit)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    return await tx
      .update(mails)
      .set({
        status: "sending",
        attemptCount: sql`attempt_count + 1`,
        lockedUntil: sql`app_now() + make_interval(secs => ${LOCK_SECONDS})`,
        uncertainAt: sql`case when status = 'sending' then ${appNow} else uncertain_at end`,
      })
      .where(
        and(
          inArray(
            mails.id,
            due.map((mail) => mail.id),
          ),
          inArray(mails.status, ["waiting", "sending"]),
        ),
      )
      .returning();
  });
}

/** Whether the row is still this sender's: nobody took it in the meantime. */
export const heldBy = (mail: ClaimedMail) =>
  and(
    eq(mails.id, mail.id),
    eq(mails.status, "sending"),
    eq(mails.attemptCount, mail.attemptCount),
  );
