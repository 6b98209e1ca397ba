import { auditEntries } from "#drizzle/schema/data.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

export type AuditInput = {
  /** noun.verb, for instance `run.stop`. */
  action: string;
  objectType: string;
  objectId: string | number;
  domainId: string | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

/** Writes who did what, in the change's own transaction: no change without an entry, no entry without a change. */
export async function recordAudit(tx: Tx, viewer: Viewer, entry: AuditInput): Promise<void> {
  await tx.insert(auditEntries).values({
    at: appNow,
    actorKind: viewer.kind,
    actorId: viewer.userId,
    actorName: viewer.name,
    action: entry.action,
    objectType: entry.objectType,
    objectId: String(entry.objectId),
    domainId: entry.domainId,
    address: viewer.address,
    before: entry.before,
    after: entry.after,
  });
}
