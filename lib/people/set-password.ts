import { and, eq, isNull } from "drizzle-orm";
import { passwords, sessions } from "#drizzle/schema/people.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

/**
 * Gives a person a new password, in the caller's transaction; the caller authorises and hashes. Every session that was begun with
 * the old one ends: whoever knew it must not stay inside.
 */
export async function setPassword(
  tx: Tx,
  actor: Viewer,
  input: { userId: string; passwordHash: string },
): Promise<void> {
  const { userId, passwordHash } = input;
  await tx
    .update(passwords)
    .set({ hash: passwordHash, changedAt: appNow })
    .where(eq(passwords.userId, userId));
  await tx
    .update(sessions)
    .set({ endedAt: appNow, endedBecause: "password changed" })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)));
  await recordAudit(tx, actor, {
    action: "user.set-password",
    objectType: "user",
    objectId: userId,
    domainId: null,
  });
}
