import { integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./people.ts";

/** Which reminder of which password was sent: each once, whichever of a person's domains is the first to look. */
export const passwordReminders = pgTable(
  "password_reminders",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Of the password that is getting old. */
    changedAt: instant("changed_at").notNull(),
    /** So many days before it is too old it was due; 0: on the day. */
    daysBefore: integer("days_before").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.changedAt, table.daysBefore] })],
);
