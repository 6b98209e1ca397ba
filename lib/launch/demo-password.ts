import { eq, inArray } from "drizzle-orm";
import { passwords, users } from "#drizzle/schema/people.ts";
import { write } from "../access/transact.ts";
import { systemViewer, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { DEMO_ACCOUNTS } from "../people/demo-accounts.ts";
import { hashPassword, verifyPassword } from "../people/hash-password.ts";
import { appNow } from "../platform/clock.ts";
import { closeDatabase, type Tx } from "../platform/db.ts";

/**
 * Gives the demo accounts that exist the password of DEMO_PASSWORD, which may have been chosen only
 * after they were made. Who has it already is left alone.
 */
export async function setDemoPassword(password: string): Promise<void> {
  const actor = systemViewer("demo data");
  await write(actor, async (tx) => {
    for (const { id, hash } of await findDemoAccounts(tx)) {
      if (!(await verifyPassword(hash, password))) await setPassword(tx, actor, id, password);
    }
  });
}

function findDemoAccounts(tx: Tx) {
  const emails = DEMO_ACCOUNTS.map(({ email }) => email);
  return tx
    .select({ id: users.id, hash: passwords.hash })
    .from(users)
    .innerJoin(passwords, eq(passwords.userId, users.id))
    .where(inArray(users.email, emails));
}

async function setPassword(tx: Tx, actor: Viewer, id: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await tx.update(passwords).set({ hash, changedAt: appNow }).where(eq(passwords.userId, id));
  await recordAudit(tx, actor, {
    action: "user.set-password",
    objectType: "user",
    objectId: id,
    domainId: null,
  });
}

if (import.meta.main) {
  await setDemoPassword(process.env.DEMO_PASSWORD ?? "").finally(closeDatabase);
}
