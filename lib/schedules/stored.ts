import type { schedules } from "#drizzle/schema/schedules.ts";

/** A schedule's row as it is in the database. */
export type StoredSchedule = typeof schedules.$inferSelect;
