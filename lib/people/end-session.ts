import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "#drizzle/schema/people.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";

/** Ends the viewer's own session; its cookie is worth nothing afterwards, wherever a copy lies. */
export async function endSession(viewer: Viewer): Promise<void> {
  const sessionId = viewer.sessionId;
  if (!sessionId) return;
  await write(viewer, async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: appNow, endedBecause: "signed out" })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) return;
    await recordAudit(tx, viewer, {
      action: "session.end",
      objectType: "session",
      objectId: sessionId,
      domainId: null,
    });
  });
}
