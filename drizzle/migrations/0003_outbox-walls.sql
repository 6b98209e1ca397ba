-- The outbox belongs to domains like everything else; both processes send, neither deletes.
ALTER TABLE "mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "mails" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "domain_wall" ON "mails" USING (app_sees("domain_id")) WITH CHECK (app_sees("domain_id"));--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "mails" TO "nightshift_web", "nightshift_worker";--> statement-breakpoint
GRANT DELETE ON "mails" TO "nightshift_worker";--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "report_opt_outs" TO "nightshift_web";--> statement-breakpoint
GRANT SELECT ON "report_opt_outs" TO "nightshift_worker";
