CREATE TABLE "sweep_findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"worker_id" uuid,
	"worker_name" text,
	"last_sign_at" timestamp (3) with time zone,
	"run_id" bigint,
	"claim" integer,
	"job_type" text,
	"outcome" text,
	"reported_by" bigint
);
--> statement-breakpoint
CREATE INDEX "sweep_findings_unreported" ON "sweep_findings" USING btree ("id") WHERE reported_by is null;--> statement-breakpoint
CREATE INDEX "sweep_findings_run" ON "sweep_findings" USING btree ("run_id","claim");--> statement-breakpoint
CREATE INDEX "sweep_findings_found" ON "sweep_findings" USING btree ("found_at");