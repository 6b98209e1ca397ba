import { and, eq, isNull, ne } from "drizzle-orm";
import { sessions, users } from "#drizzle/schema/people.ts";
import { write } from "../access/transact.ts";
import { domainsWith, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import { conflict, forbidden, notFound } from "../text/refusal.ts";

/** Disables or enables a person. Disabling ends every session at its next request. Takes `users.manage` in all domains. */
export async function setUserStatus(
  viewer: Viewer,
  input: { userId: string; status: "active" | "disabled" },
): Promise<void> {
  if (domainsWith(viewer, "users.manage") !== "all") throw forbidden("users.manage");
  if (viewer.userId === input.userId) throw conflict("You can't disable your own account.");
  await write(viewer, async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, input.userId));
    if (!user) throw notFound("This user");
    const changed = await tx
      .update(users)
      .set({ status: input.status })
      .where(and(eq(users.id, input.userId), ne(users.status, input.status)))
      .returning({ id: users.id });
    if (changed.length === 0) throw conflict(`This account is ${input.status} already.`);
    if (input.status === "disabled") {
      const ended = { endedAt: appNow, endedBecause: "account disabled" };
      await tx
        .update(sessions)
        .set(ended)
        .where(and(eq(sessions.userId, input.userId), isNull(sessions.endedAt)));
    }
    const after = { status: input.status };
    await recordAudit(tx, viewer, {
      action: "user.set-status",
      objectType: "user",
      objectId: input.userId,
      domainId: null,
      after,
    });
  });
}
