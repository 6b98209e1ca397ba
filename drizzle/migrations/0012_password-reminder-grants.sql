-- Whoever sends a reminder notes it.
GRANT SELECT, INSERT, DELETE ON "password_reminders" TO "nightshift_worker";
