import { sql } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { Delivery } from "../platform/mail.ts";
import { heldBy, type ClaimedMail } from "./claim.ts";

/** From the first try to the last. */
const GIVE_UP_HOURS = 24;

/** Waiting time before the next try, in seconds; the last one repeats. Greylisting asks for a minute at least. */
const DELAYS = [60, 120, 300, 600, 1800, 3600];

/** Writes what became of a try. Answers the mail's new status, or null when another sender had taken it over. */
export async function settleMail(mail: ClaimedMail, delivery: Delivery): Promise<string | null> {
  const next = after(mail, delivery);
  return await write(systemViewer("outbox"), async (tx) => {
    const entry = JSON.stringify([{ at: new Date().toISOString(), answer: delivery.answer }]);
    const [row] = await tx
      .update(mails)
      .set({
        ...next,
        lastAnswer: delivery.answer,
        lockedUntil: null,
        tries: sql`tries || ${entry}::jsonb`,
      })
      .where(heldBy(mail))
      .returning({ status: mails.status });
    return row?.status ?? null;
  });
}

function after(mail: ClaimedMail, delivery: Delivery) {
  if (delivery.outcome === "sent")
    return { status: "sent" as const, sentAt: appNow, nextTryAt: null };
  if (delivery.outcome === "never") return { status: "refused" as const, nextTryAt: null };
  const uncertain = delivery.outcome === "unknown" ? { uncertainAt: appNow } : {};
  // What may have been delivered goes out once more, with the same Message-ID, and no more than once.
  if (delivery.outcome === "unknown" && mail.uncertainAt)
    return { status: "given-up" as const, nextTryAt: null, ...uncertain };
  if (tooOld(mail)) return { status: "given-up" as const, nextTryAt: null, ...uncertain };
  const seconds = DELAYS[Math.min(mail.attemptCount - 1, DELAYS.length - 1)] as number;
  return {
    status: "waiting" as const,
    nextTryAt: sql`app_now() + make_interval(secs => ${seconds})`,
    ...uncertain,
  };
}

const tooOld = (mail: ClaimedMail) =>
  mail.lockedUntil !== null &&
  mail.lockedUntil.getTime() - mail.createdAt.getTime() > GIVE_UP_HOURS * 3_600_000;
