import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";

export type CleanUpPart = { keepDays: number; limit: number };

/**
 * Each does one part of the clean-up and answers how many rows it changed; fewer than `limit`: there are no more. The worker may not
 * read what lies in these tables: functions of the database's owner do it.
 */
export const SESSION_CLEAN_UP = {
  /** Ends sessions that were idle for too long or are too old; they open nothing any more already. */
  expired: (tx: Tx, { limit }: CleanUpPart) => {
    const { SESSION_IDLE_HOURS, SESSION_DAYS } = settings();
    const [idle, lifetime] = [SESSION_IDLE_HOURS * 3_600, SESSION_DAYS * 86_400];
    return changed(tx, sql`app_end_expired_sessions(${idle}, ${lifetime}, ${limit})`);
  },
  /** Forgets sessions that ended longer ago than `keepDays`. */
  sessions: (tx: Tx, { keepDays, limit }: CleanUpPart) =>
    changed(tx, sql`app_forget_sessions(${keepDays}, ${limit})`),
  /** Forgets failed sign-ins after a day without another. */
  throttles: (tx: Tx, { limit }: CleanUpPart) => changed(tx, sql`app_forget_throttles(${limit})`),
  /** Forgets setup tokens that were used or replaced longer ago than `keepDays`. */
  tokens: (tx: Tx, { keepDays, limit }: CleanUpPart) =>
    changed(tx, sql`app_forget_setup_tokens(${keepDays}, ${limit})`),
};

export type CleanedUp = keyof typeof SESSION_CLEAN_UP;

async function changed(tx: Tx, call: SQL): Promise<number> {
  const [row] = await tx.execute<{ changed: number }>(sql`select ${call} as changed`);
  return row?.changed ?? 0;
}
