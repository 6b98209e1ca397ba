CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"domain_id" uuid,
	"kind" text NOT NULL,
	"run_id" bigint,
	"schedule_id" uuid,
	"recipient" text NOT NULL,
	"because" text NOT NULL,
	"subject" text,
	"text_body" text,
	"html_body" text,
	"message_id" text NOT NULL,
	"thread_id" text,
	"status" text NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone,
	"locked_until" timestamp (3) with time zone,
	"uncertain_at" timestamp (3) with time zone,
	"last_answer" text,
	"tries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "mails_message_id_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "report_opt_outs" (
	"recipient" text NOT NULL,
	"job" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "report_opt_outs_recipient_job_pk" PRIMARY KEY("recipient","job")
);
--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("status","next_try_at");--> statement-breakpoint
CREATE INDEX "mails_run" ON "mails" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "mails_domain" ON "mails" USING btree ("domain_id","id");