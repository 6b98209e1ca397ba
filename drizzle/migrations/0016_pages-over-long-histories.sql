DROP INDEX "runs_status_newest";--> statement-breakpoint
DROP INDEX "runs_started_by";--> statement-breakpoint
DROP INDEX "runs_schedule";--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("user_id","created_at","id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "runs_domain_starter" ON "runs" USING btree ("domain_id","started_by","id","status") WHERE started_by is not null;--> statement-breakpoint
CREATE INDEX "runs_type_status" ON "runs" USING btree ("job_type","status","id","domain_id");--> statement-breakpoint
CREATE INDEX "runs_trigger" ON "runs" USING btree ("trigger","id") WHERE trigger <> 'schedule';--> statement-breakpoint
CREATE INDEX "runs_error" ON "runs" USING btree ("job_type","error_code","created_at") WHERE error_code is not null;--> statement-breakpoint
CREATE INDEX "runs_status_newest" ON "runs" USING btree ("status","id","domain_id");--> statement-breakpoint
CREATE INDEX "runs_started_by" ON "runs" USING btree ("started_by","id") WHERE started_by is not null;--> statement-breakpoint
CREATE INDEX "runs_schedule" ON "runs" USING btree ("schedule_id","id","status","domain_id") WHERE schedule_id is not null;