import { eq, inArray, sql } from "drizzle-orm";
import { signInThrottles } from "#drizzle/schema/people.ts";
import { appNow, now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

/** Failures that cost nothing, and the longest wait in seconds, per kind of key. */
const FREE = 4;
const LONGEST = { account: 10, address: 900 } as const;

/** The keys of one try. An account's wait stays short, so that nobody can lock its owner out; an address' grows. */
export const throttleKeys = (email: string, address: string) => [
  `account:${email.toLowerCase()}`.slice(0, 300),
  `address:${address}`.slice(0, 300),
];

/** Seconds until the next try is looked at; 0 when it may be now. */
export async function secondsToWait(tx: Tx, keys: string[]): Promise<number> {
  const rows = await tx.select().from(signInThrottles).where(inArray(signInThrottles.key, keys));
  const at = (await now(tx)).getTime();
  return Math.max(
    0,
    ...rows.map((row) => Math.ceil(((row.blockedUntil?.getTime() ?? 0) - at) / 1000)),
  );
}

/** Counts a failed try; a day without one forgets them. Answers the seconds until the next. */
export async function countFailure(tx: Tx, keys: string[]): Promise<number> {
  for (const key of keys) {
    const longest = key.startsWith("account:") ? LONGEST.account : LONGEST.address;
    await tx
      .insert(signInThrottles)
      .values({ key, failedCount: 1, lastFailedAt: appNow })
      .onConflictDoUpdate({
        target: signInThrottles.key,
        set: {
          failedCount: sql`case when sign_in_throttles.last_failed_at < app_now() - interval '1 day' then 1 else sign_in_throttles.failed_count + 1 end`,
          lastFailedAt: appNow,
          blockedUntil: sql`case when sign_in_throttles.failed_count >= ${FREE}
            then app_now() + make_interval(secs => least(${longest}, power(2, least(sign_in_throttles.failed_count - ${FREE}, 20))))
            else null end`,
        },
      });
  }
  return await secondsToWait(tx, keys);
}

/** A right password clears the account's count; the address keeps its own. */
export async function forgetFailures(tx: Tx, email: string): Promise<void> {
  await tx
    .delete(signInThrottles)
    .where(eq(signInThrottles.key, throttleKeys(email, "")[0] as string));
}
