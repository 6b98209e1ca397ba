import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** JavaScript dates hold milliseconds; more digits in the database would break comparisons with read models. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const id = () => uuid("id").primaryKey();

/** Raw bytes. */
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
