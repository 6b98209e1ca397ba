CREATE TABLE "due_times" (
	"schedule_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"domain_id" uuid,
	"outcome" text NOT NULL,
	"late_seconds" integer DEFAULT 0 NOT NULL,
	"run_id" bigint,
	"policy" text,
	"through_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "due_times_schedule_id_due_at_pk" PRIMARY KEY("schedule_id","due_at")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job_type" text NOT NULL,
	"domain_id" uuid,
	"planning" text DEFAULT 'automatic' NOT NULL,
	"recurrence" jsonb,
	"time_zone" text NOT NULL,
	"next_run_at" timestamp (3) with time zone,
	"planned_from" text,
	"last_due_at" timestamp (3) with time zone,
	"overlap" text NOT NULL,
	"missed" text NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"paused_until" timestamp (3) with time zone,
	"paused_reason" text,
	"paused_by" text,
	"failures_in_a_row" integer DEFAULT 0 NOT NULL,
	"pause_after_failures" integer,
	"report_enabled" boolean DEFAULT false NOT NULL,
	"report_recipients" text[] DEFAULT '{}' NOT NULL,
	"report_when" text DEFAULT 'warnings-and-failures' NOT NULL,
	"report_attach_log" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp (3) with time zone,
	"changed_by" text,
	"previous" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "schedules_job" UNIQUE NULLS NOT DISTINCT("job_type","domain_id")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "due_times" ADD CONSTRAINT "due_times_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "due_times_due" ON "due_times" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "due_times_run" ON "due_times" USING btree ("run_id") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_run_at") WHERE next_run_at is not null and retired_at is null;--> statement-breakpoint
CREATE INDEX "schedules_domain" ON "schedules" USING btree ("domain_id");--> statement-breakpoint
CREATE INDEX "runs_schedule" ON "runs" USING btree ("schedule_id","id") WHERE schedule_id is not null;