CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"domain_id" uuid,
	"address" text,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"domain_id" uuid,
	"kind" text NOT NULL,
	"run_id" bigint,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"row_count" bigint,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "files_storage_key_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
CREATE TABLE "import_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"domain_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"job_type" text NOT NULL,
	"file_id" uuid NOT NULL,
	"inspection" jsonb NOT NULL,
	"mapping" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"run_id" bigint,
	"continues_run_id" bigint
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"domain_id" uuid,
	"run_id" bigint,
	"outcome" text NOT NULL,
	"title" text NOT NULL,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "product_associations" (
	"product_id" uuid NOT NULL,
	"domain_id" uuid NOT NULL,
	"type" text NOT NULL,
	"target_kind" text NOT NULL,
	"target" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "product_associations_product_id_type_target_kind_target_pk" PRIMARY KEY("product_id","type","target_kind","target")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"domain_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"sku_key" text NOT NULL,
	"name" text,
	"family" text,
	"categories" text[] NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"parent" text,
	"groups" text[] NOT NULL,
	"attributes" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"created_by_run" bigint,
	"updated_by_run" bigint
);
--> statement-breakpoint
CREATE TABLE "saved_mappings" (
	"domain_id" uuid NOT NULL,
	"job_type" text NOT NULL,
	"header_hash" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"saved_by" uuid,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_mappings_domain_id_job_type_header_hash_pk" PRIMARY KEY("domain_id","job_type","header_hash")
);
--> statement-breakpoint
CREATE TABLE "domains" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "domains_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "membership_domains" (
	"membership_id" uuid NOT NULL,
	"domain_id" uuid NOT NULL,
	CONSTRAINT "membership_domains_membership_id_domain_id_pk" PRIMARY KEY("membership_id","domain_id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"role_id" uuid NOT NULL,
	"all_domains" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"permissions" text[] NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "roles_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_because" text,
	"address" text,
	"user_agent" text,
	CONSTRAINT "sessions_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "setup_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_throttles" (
	"key" text PRIMARY KEY NOT NULL,
	"failed_count" integer DEFAULT 0 NOT NULL,
	"last_failed_at" timestamp (3) with time zone NOT NULL,
	"blocked_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"run_id" bigint NOT NULL,
	"claim" integer NOT NULL,
	"attempt" integer NOT NULL,
	"domain_id" uuid,
	"worker_id" uuid,
	"worker_name" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"error_code" text,
	"error_message" text,
	"error_trace" text,
	CONSTRAINT "attempts_run_id_claim_pk" PRIMARY KEY("run_id","claim")
);
--> statement-breakpoint
CREATE TABLE "issue_groups" (
	"run_id" bigint NOT NULL,
	"code" text NOT NULL,
	"domain_id" uuid,
	"severity" text NOT NULL,
	"issue_count" integer NOT NULL,
	"columns" text[] NOT NULL,
	"sample" text NOT NULL,
	CONSTRAINT "issue_groups_run_id_code_pk" PRIMARY KEY("run_id","code")
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"run_created_at" timestamp (3) with time zone NOT NULL,
	"run_id" bigint NOT NULL,
	"seq" integer NOT NULL,
	"domain_id" uuid,
	"severity" text NOT NULL,
	"code" text NOT NULL,
	"row_number" bigint,
	"column_name" text,
	"value" text,
	"message" text NOT NULL,
	CONSTRAINT "issues_run_created_at_run_id_seq_pk" PRIMARY KEY("run_created_at","run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "job_types" (
	"name" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"kind" text NOT NULL,
	"scope" text NOT NULL,
	"declaration" jsonb NOT NULL,
	"declaration_hash" text NOT NULL,
	"synced_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "log_lines" (
	"run_created_at" timestamp (3) with time zone NOT NULL,
	"run_id" bigint NOT NULL,
	"seq" integer NOT NULL,
	"domain_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL,
	"step" text,
	"message" text NOT NULL,
	CONSTRAINT "log_lines_run_created_at_run_id_seq_pk" PRIMARY KEY("run_created_at","run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "log_reads" (
	"user_id" uuid NOT NULL,
	"run_id" bigint NOT NULL,
	"seq" integer NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "log_reads_user_id_run_id_pk" PRIMARY KEY("user_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "refused_rows" (
	"run_created_at" timestamp (3) with time zone NOT NULL,
	"run_id" bigint NOT NULL,
	"seq" integer NOT NULL,
	"domain_id" uuid,
	"row_number" bigint NOT NULL,
	"cells" text[] NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "refused_rows_run_created_at_run_id_seq_pk" PRIMARY KEY("run_created_at","run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"created_at" timestamp (3) with time zone NOT NULL,
	"job_type" text NOT NULL,
	"title" text NOT NULL,
	"domain_id" uuid,
	"status" text NOT NULL,
	"trigger" text NOT NULL,
	"started_by" uuid,
	"parameters" jsonb NOT NULL,
	"payload_version" integer DEFAULT 1 NOT NULL,
	"input_hash" text NOT NULL,
	"input_file_id" uuid,
	"continues_run_id" bigint,
	"idempotency_key" text,
	"schedule_id" uuid,
	"profile_id" uuid,
	"overlap_key" text,
	"start_at" timestamp (3) with time zone,
	"queued_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" text NOT NULL,
	"parked_at" timestamp (3) with time zone,
	"attempt" integer DEFAULT 0 NOT NULL,
	"claim" integer DEFAULT 0 NOT NULL,
	"worker_id" uuid,
	"crash_count" integer DEFAULT 0 NOT NULL,
	"quarantined_at" timestamp (3) with time zone,
	"stop_requested_at" timestamp (3) with time zone,
	"stop_requested_by" text,
	"stop_reason" text,
	"settled_reason" text,
	"step_position" integer DEFAULT 0 NOT NULL,
	"step_count" integer DEFAULT 0 NOT NULL,
	"progress_done" bigint DEFAULT 0 NOT NULL,
	"progress_total" bigint,
	"progress_at" timestamp (3) with time zone,
	"warning_count" integer DEFAULT 0 NOT NULL,
	"issue_count" integer DEFAULT 0 NOT NULL,
	"log_seq" integer DEFAULT 0 NOT NULL,
	"message" text,
	"error_code" text,
	"error_message" text,
	"checkpoint" jsonb,
	"checkpoint_version" integer,
	"has_results" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"run_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"domain_id" uuid,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"progress_done" bigint DEFAULT 0 NOT NULL,
	"progress_total" bigint,
	"tallies" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"message" text,
	CONSTRAINT "steps_run_id_position_pk" PRIMARY KEY("run_id","position")
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"slots" integer NOT NULL,
	"busy" integer DEFAULT 0 NOT NULL,
	"job_types" text[] NOT NULL,
	"memory_bytes" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"heartbeat_at" timestamp (3) with time zone NOT NULL,
	"stopped_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_drafts" ADD CONSTRAINT "import_drafts_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_drafts" ADD CONSTRAINT "import_drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_drafts" ADD CONSTRAINT "import_drafts_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_associations" ADD CONSTRAINT "product_associations_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_mappings" ADD CONSTRAINT "saved_mappings_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_mappings" ADD CONSTRAINT "saved_mappings_saved_by_users_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_domains" ADD CONSTRAINT "membership_domains_membership_id_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_domains" ADD CONSTRAINT "membership_domains_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_groups" ADD CONSTRAINT "issue_groups_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_reads" ADD CONSTRAINT "log_reads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_reads" ADD CONSTRAINT "log_reads_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_domain_id_domains_id_fk" FOREIGN KEY ("domain_id") REFERENCES "public"."domains"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_object" ON "audit_entries" USING btree ("object_type","object_id","id");--> statement-breakpoint
CREATE INDEX "audit_domain" ON "audit_entries" USING btree ("domain_id","id");--> statement-breakpoint
CREATE INDEX "files_run" ON "files" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "files_domain" ON "files" USING btree ("domain_id","created_at");--> statement-breakpoint
CREATE INDEX "files_hash" ON "files" USING btree ("domain_id","sha256");--> statement-breakpoint
CREATE INDEX "import_drafts_user" ON "import_drafts" USING btree ("user_id","updated_at");--> statement-breakpoint
CREATE INDEX "import_drafts_domain" ON "import_drafts" USING btree ("domain_id");--> statement-breakpoint
CREATE INDEX "notices_user" ON "notices" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notices_domain" ON "notices" USING btree ("domain_id");--> statement-breakpoint
CREATE INDEX "product_associations_target" ON "product_associations" USING btree ("domain_id","target_kind","target");--> statement-breakpoint
CREATE UNIQUE INDEX "products_sku_key" ON "products" USING btree ("domain_id","sku_key");--> statement-breakpoint
CREATE INDEX "products_updated" ON "products" USING btree ("domain_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "products_family" ON "products" USING btree ("domain_id","family","sku_key");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "issues_code" ON "issues" USING btree ("run_created_at","run_id","code","seq");--> statement-breakpoint
CREATE INDEX "runs_domain_newest" ON "runs" USING btree ("domain_id","id");--> statement-breakpoint
CREATE INDEX "runs_domain_status" ON "runs" USING btree ("domain_id","status","id");--> statement-breakpoint
CREATE INDEX "runs_status_newest" ON "runs" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "runs_started_by" ON "runs" USING btree ("started_by","id");--> statement-breakpoint
CREATE INDEX "runs_type_newest" ON "runs" USING btree ("job_type","domain_id","id");--> statement-breakpoint
CREATE INDEX "runs_created" ON "runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "runs_live" ON "runs" USING btree ("status","worker_id") WHERE status in ('running', 'stopping', 'interrupted');--> statement-breakpoint
CREATE INDEX "runs_waiting" ON "runs" USING btree ("job_type","domain_id","id") WHERE status in ('queued', 'deferred');--> statement-breakpoint
CREATE INDEX "runs_continues" ON "runs" USING btree ("continues_run_id") WHERE continues_run_id is not null;--> statement-breakpoint
CREATE INDEX "runs_input_file" ON "runs" USING btree ("input_file_id") WHERE input_file_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_idempotency_key" ON "runs" USING btree ("started_by","idempotency_key") WHERE idempotency_key is not null;