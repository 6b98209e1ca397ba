-- What drizzle-kit has no words for: partitions, the second wall around a domain, grants, the database clock.
-- The login roles nightshift_web and nightshift_worker are made by drizzle/migrate.ts before this runs.

-- ── Clock ────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Due times, leases and retries read app_now(). Only a test database can move it.
CREATE TABLE "app_clock" (
  "only_row" boolean PRIMARY KEY DEFAULT true CHECK ("only_row"),
  "clock_offset" interval NOT NULL DEFAULT '0' CHECK ("clock_offset" = '0' OR current_database() LIKE '%test%')
);--> statement-breakpoint
INSERT INTO "app_clock" DEFAULT VALUES;--> statement-breakpoint
CREATE FUNCTION "app_now"() RETURNS timestamptz(3) LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (statement_timestamp() + (SELECT "clock_offset" FROM "app_clock"))::timestamptz(3) $$;--> statement-breakpoint

-- ── Partitions by month of the run's creation ────────────────────────────────────────────────────────────────────────
ALTER TABLE "log_lines" RENAME TO "log_lines_plain";--> statement-breakpoint
CREATE TABLE "log_lines" (LIKE "log_lines_plain" INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  CONSTRAINT "log_lines_key" PRIMARY KEY ("run_created_at", "run_id", "seq")) PARTITION BY RANGE ("run_created_at");--> statement-breakpoint
DROP TABLE "log_lines_plain";--> statement-breakpoint
ALTER TABLE "issues" RENAME TO "issues_plain";--> statement-breakpoint
CREATE TABLE "issues" (LIKE "issues_plain" INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  CONSTRAINT "issues_key" PRIMARY KEY ("run_created_at", "run_id", "seq")) PARTITION BY RANGE ("run_created_at");--> statement-breakpoint
DROP TABLE "issues_plain";--> statement-breakpoint
CREATE INDEX "issues_code" ON "issues" ("run_created_at", "run_id", "code", "seq");--> statement-breakpoint
ALTER TABLE "refused_rows" RENAME TO "refused_rows_plain";--> statement-breakpoint
CREATE TABLE "refused_rows" (LIKE "refused_rows_plain" INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  CONSTRAINT "refused_rows_key" PRIMARY KEY ("run_created_at", "run_id", "seq")) PARTITION BY RANGE ("run_created_at");--> statement-breakpoint
DROP TABLE "refused_rows_plain";--> statement-breakpoint

-- Makes the partitions of this month and the next two. Runs as its owner, because web and worker may create nothing.
CREATE FUNCTION "app_ensure_partitions"(months_ahead integer DEFAULT 2) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  parent text; month date; child text; made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('nightshift partitions'));
  FOREACH parent IN ARRAY ARRAY['log_lines', 'issues', 'refused_rows'] LOOP
    FOR i IN -1 .. least(months_ahead, 24) LOOP
      month := date_trunc('month', public.app_now() AT TIME ZONE 'UTC')::date + make_interval(months => i);
      child := parent || '_' || to_char(month, 'YYYY_MM');
      IF to_regclass('public.' || child) IS NULL THEN
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', child, parent,
          month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "app_ensure_partitions"(integer) FROM PUBLIC;--> statement-breakpoint
SELECT "app_ensure_partitions"();--> statement-breakpoint

-- ── Second wall: row security on everything that belongs to a domain ─────────────────────────────────────────────────
-- app.domains is '*' for a viewer of all domains, else a list of ids; app.installation is 'on' for those who see the
-- installation's own rows. Nothing set: nothing seen.
CREATE FUNCTION "app_sees"("domain" uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN current_setting('app.domains', true) = '*' THEN true
    WHEN "domain" IS NULL THEN coalesce(current_setting('app.installation', true) = 'on', false)
    ELSE "domain" = ANY (string_to_array(nullif(current_setting('app.domains', true), ''), ',')::uuid[])
  END
$$;--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND a.attname = 'domain_id' AND NOT a.attisdropped
      AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    IF name <> 'audit_entries' THEN
      EXECUTE format('CREATE POLICY domain_wall ON public.%I USING (app_sees(domain_id)) WITH CHECK (app_sees(domain_id))', name);
    END IF;
  END LOOP;
END $$;--> statement-breakpoint
-- Everybody's sign-ins and refused attempts are recorded with no domain; only those who see the installation read them.
CREATE POLICY "audit_read" ON "audit_entries" FOR SELECT USING (app_sees("domain_id"));--> statement-breakpoint
CREATE POLICY "audit_write" ON "audit_entries" FOR INSERT WITH CHECK ("domain_id" IS NULL OR app_sees("domain_id"));--> statement-breakpoint
ALTER TABLE "domains" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "domains" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "domain_wall" ON "domains" USING (app_sees("id")) WITH CHECK (app_sees("id"));--> statement-breakpoint

-- ── Grants: neither process owns anything ────────────────────────────────────────────────────────────────────────────
GRANT USAGE ON SCHEMA "public" TO "nightshift_web", "nightshift_worker";--> statement-breakpoint
REVOKE CREATE ON SCHEMA "public" FROM PUBLIC;--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "nightshift_web";--> statement-breakpoint
GRANT INSERT, UPDATE ON "users", "passwords", "roles", "memberships", "sessions", "sign_in_throttles", "setup_tokens", "domains",
  "runs", "attempts", "steps", "files", "import_drafts", "saved_mappings", "notices", "log_reads", "workers" TO "nightshift_web";--> statement-breakpoint
GRANT INSERT ON "membership_domains", "audit_entries" TO "nightshift_web";--> statement-breakpoint
GRANT DELETE ON "memberships", "membership_domains", "sessions", "sign_in_throttles", "import_drafts" TO "nightshift_web";--> statement-breakpoint

GRANT SELECT ON "app_clock", "job_types", "domains", "users", "roles", "memberships", "membership_domains", "runs", "attempts", "steps",
  "log_lines", "issues", "issue_groups", "refused_rows", "log_reads", "workers", "files", "import_drafts", "saved_mappings", "products",
  "product_associations", "notices", "audit_entries" TO "nightshift_worker";--> statement-breakpoint
GRANT INSERT, UPDATE ON "job_types", "runs", "attempts", "steps", "log_lines", "issues", "issue_groups", "refused_rows", "workers", "files",
  "products", "product_associations", "notices" TO "nightshift_worker";--> statement-breakpoint
GRANT INSERT ON "audit_entries" TO "nightshift_worker";--> statement-breakpoint
GRANT DELETE ON "products", "product_associations", "workers", "import_drafts", "files", "log_lines", "issues", "issue_groups", "refused_rows"
  TO "nightshift_worker";--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "app_ensure_partitions"(integer) TO "nightshift_worker";
