/** What the process tells itself by (node:diagnostics_channel): a transaction met that the database is away. */
export const DATABASE_AWAY = "nightshift.database-away";
