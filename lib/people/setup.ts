import { and, count, eq, isNull } from "drizzle-orm";
import { setupTokens, users } from "#drizzle/schema/people.ts";
import { read, write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { newSecret, sha256 } from "../platform/ids.ts";
import { conflict, invalid } from "../text/refusal.ts";
import { createUser } from "./create-user.ts";
import { hashPassword } from "./hash-password.ts";

/** Whether nobody has an account yet: then the only page creates the first administrator. */
export async function needsSetup(): Promise<boolean> {
  return await read(systemViewer(), async (tx) => {
    const [row] = await tx.select({ id: users.id }).from(users).limit(1);
    return row === undefined;
  });
}

/** Makes a one-time token for the first administrator and forgets earlier ones. The caller prints it in the server's log. */
export async function issueSetupToken(): Promise<string> {
  const token = newSecret();
  await write(systemViewer("setup"), async (tx) => {
    await tx.update(setupTokens).set({ usedAt: appNow }).where(isNull(setupTokens.usedAt));
    await tx.insert(setupTokens).values({ hash: sha256(token) });
  });
  return token;
}

export type FirstAdministrator = {
  token: string;
  email: string;
  name: string;
  password: string;
  timeZone: string;
};

/**
 * Creates the first system administrator, once: the token dies with its use, and there must be no account yet.
 * Throws Refusal `invalid` (token), `conflict` (somebody was faster).
 */
export async function createFirstAdministrator(input: FirstAdministrator): Promise<string> {
  const passwordHash = await hashPassword(input.password);
  const system = systemViewer("setup");
  return await write(system, async (tx) => {
    const used = await tx
      .update(setupTokens)
      .set({ usedAt: appNow })
      .where(and(eq(setupTokens.hash, sha256(input.token.trim())), isNull(setupTokens.usedAt)))
      .returning({ hash: setupTokens.hash });
    if (used.length === 0)
      throw invalid("This token is not the newest one of the server's log.", {
        token: "Copy it from the newest lines of the server's log.",
      });
    const [people] = await tx.select({ n: count() }).from(users);
    if ((people?.n ?? 0) > 0) throw conflict("There is an administrator already. Sign in.");
    return await createUser(tx, system, {
      ...input,
      passwordHash,
      role: "system-administrator",
      domains: "all",
    });
  });
}
