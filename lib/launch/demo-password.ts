import { eq, inArray } from "drizzle-orm";
import { passwords, users } from "#drizzle/schema/people.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { DEMO_ACCOUNTS } from "../people/demo-accounts.ts";
import { hashPassword, verifyPassword } from "../people/hash-password.ts";
import { setPassword } from "../people/set-password.ts";
import { closeDatabase, type Tx } from "../platform/db.ts";

/**
 * Gives the demo accounts that exist the password of DEMO_PASSWORD, which may have been chosen only
 * after they were made. Who has it already is left alone.
 */
export async function setDemoPassword(password: string): Promise<void> {
  const actor = systemViewer("demo data");
  await write(actor, async (tx) => {
    for (const { id, hash } of await findDemoAccounts(tx)) {
      if (await verifyPassword(hash, password)) continue;
      await setPassword(tx, actor, { userId: id, passwordHash: await hashPassword(password) });
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

if (import.meta.main) {
  await setDemoPassword(process.env.DEMO_PASSWORD ?? "").finally(closeDatabase);
}
