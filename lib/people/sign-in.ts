import { eq, sql } from "drizzle-orm";
import { passwords, sessions, users } from "#drizzle/schema/people.ts";
import { write } from "../access/transact.ts";
import { systemViewer, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId, newSecret, sha256 } from "../platform/ids.ts";
import { Refusal } from "../text/refusal.ts";
import { storable } from "../text/storable.ts";
import { hashPassword, isOutdated, verifyPassword } from "./hash-password.ts";
import { countFailure, forgetFailures, secondsToWait, throttleKeys } from "./throttle.ts";

export type SignInInput = {
  email: string;
  password: string;
  address: string;
  userAgent: string | null;
  /** The session that the browser had before; it ends, so that no planted cookie survives a sign-in. */
  replaces?: string;
};

export type SignedIn = { sessionSecret: string; userId: string };

type Account = { id: string; name: string; status: "active" | "disabled"; hash: string | null };

/**
 * Checks a password and begins a session. The answer and its time are the same for unknown, disabled and mistaken accounts.
 * Throws Refusal `invalid` (wrong), `too-many` (with the seconds to wait).
 */
export async function signIn(input: SignInInput): Promise<SignedIn> {
  const email = storable(input.email.trim()).normalize("NFKC").slice(0, 254);
  const keys = throttleKeys(email, input.address);
  const system: Viewer = { ...systemViewer("sign-in"), address: input.address };
  const wait = await write(system, (tx) => secondsToWait(tx, keys));
  if (wait > 0) throw tooMany(wait);
  const account = await write(system, (tx) => findAccount(tx, email));
  const right = await verifyPassword(account?.hash ?? (await dummyHash()), input.password);
  if (!account?.hash || !right || account.status !== "active")
    return await refuse(system, email, keys);
  const renewed = isOutdated(account.hash) ? await hashPassword(input.password) : undefined;
  return await write(system, (tx) => begin(tx, system, account, email, input, renewed));
}

async function findAccount(tx: Tx, email: string): Promise<Account | undefined> {
  const [account] = await tx
    .select({ id: users.id, name: users.name, status: users.status, hash: passwords.hash })
    .from(users)
    .leftJoin(passwords, eq(passwords.userId, users.id))
    .where(sql`lower(${users.email}) = lower(${email})`);
  return account;
}

async function refuse(system: Viewer, email: string, keys: string[]): Promise<never> {
  const wait = await write(system, async (tx) => {
    const entry = {
      action: "session.refuse",
      objectType: "account",
      objectId: email,
      domainId: null,
    };
    await recordAudit(tx, system, entry);
    return await countFailure(tx, keys);
  });
  const hint = wait > 0 ? ` The next try is possible in ${wait} s.` : "";
  throw new Refusal("invalid", `This e-mail address and password do not belong together.${hint}`);
}

async function begin(
  tx: Tx,
  system: Viewer,
  account: Account,
  email: string,
  input: SignInInput,
  renewedHash: string | undefined,
): Promise<SignedIn> {
  const sessionSecret = newSecret();
  const sessionId = newId();
  await forgetFailures(tx, email);
  if (input.replaces) {
    const ended = { endedAt: appNow, endedBecause: "signed in anew" };
    await tx
      .update(sessions)
      .set(ended)
      .where(eq(sessions.secretHash, sha256(input.replaces)));
  }
  await tx.insert(sessions).values({
    id: sessionId,
    secretHash: sha256(sessionSecret),
    userId: account.id,
    address: input.address,
    userAgent: input.userAgent?.slice(0, 300),
    createdAt: appNow,
    lastSeenAt: appNow,
  });
  await tx.update(users).set({ lastSignInAt: appNow }).where(eq(users.id, account.id));
  if (renewedHash)
    await tx.update(passwords).set({ hash: renewedHash }).where(eq(passwords.userId, account.id));
  const actor: Viewer = { ...system, kind: "person", userId: account.id, name: account.name };
  await recordAudit(tx, actor, {
    action: "session.begin",
    objectType: "session",
    objectId: sessionId,
    domainId: null,
  });
  return { sessionSecret, userId: account.id };
}

let dummy: Promise<string> | undefined;
/** Verified against when there is no account, so that unknown names take as long as known ones. */
const dummyHash = () => (dummy ??= hashPassword(newSecret()));

function tooMany(seconds: number): Refusal {
  return new Refusal("too-many", `Too many tries. The next one is possible in ${seconds} s.`);
}
