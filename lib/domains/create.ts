import { domains } from "#drizzle/schema/people.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { makeSchedules } from "../schedules/make.ts";
import { conflict } from "../text/refusal.ts";

export type NewDomain = { name: string; timeZone: string };

/**
 * Writes a domain with its scheduled jobs, in the caller's transaction; the caller authorises. The only place that makes one.
 * Answers its id. Throws Refusal `conflict` when the name is taken.
 */
export async function createDomain(tx: Tx, actor: Viewer, input: NewDomain): Promise<string> {
  const id = newId();
  const made = await tx
    .insert(domains)
    .values({ id, ...input })
    .onConflictDoNothing({ target: domains.name })
    .returning({ id: domains.id });
  if (made.length === 0) throw conflict(`There is a domain ${input.name} already.`);
  await makeSchedules(tx, id);
  await recordAudit(tx, actor, {
    action: "domain.create",
    objectType: "domain",
    objectId: id,
    domainId: id,
    after: { ...input },
  });
  return id;
}
