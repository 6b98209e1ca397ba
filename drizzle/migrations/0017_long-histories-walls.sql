-- What pages over a million runs need besides indexes: a wall that costs nothing per row, a search that an index serves in spite of
-- the wall, and months of lines that shrink to those of the runs that are kept.

-- ── The wall, read once per query ────────────────────────────────────────────────────────────────────────────────────
-- app_sees() took the list of domains apart for every row: 60,000 counted rows cost a second (measured). As sub-selects the settings
-- are read once. app_sees() stays for what is written.
DO $$
DECLARE
  wall record; wanted text;
BEGIN
  FOR wall IN SELECT polname AS name, polrelid::regclass AS tab, pg_get_expr(polqual, polrelid) AS seen FROM pg_policy
    WHERE pg_get_expr(polqual, polrelid) IN ('app_sees(domain_id)', 'app_sees(id)')
  LOOP
    wanted := format($wall$
      (SELECT current_setting('app.domains', true) = '*')
      OR %1$s = ANY ((SELECT string_to_array(nullif(nullif(current_setting('app.domains', true), ''), '*'), ',')::uuid[])::uuid[])
      OR (%1$s IS NULL AND (SELECT current_setting('app.installation', true) = 'on'))$wall$,
      CASE wall.seen WHEN 'app_sees(id)' THEN 'id' ELSE 'domain_id' END);
    EXECUTE format('ALTER POLICY %I ON %s USING (%s)', wall.name, wall.tab, wanted);
  END LOOP;
END $$;--> statement-breakpoint
-- Partitions have no wall of their own; who reads goes through the table that has one.
DO $$
DECLARE
  part regclass;
BEGIN
  FOR part IN SELECT oid FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON %s FROM nightshift_web, nightshift_worker', part);
  END LOOP;
END $$;--> statement-breakpoint

-- ── Search by parts of words ─────────────────────────────────────────────────────────────────────────────────────────
-- pg_trgm is part of every usual PostgreSQL; where it is missing, the search reads row after row. What schedules start bears its job's
-- name and is found by that, so most runs cost no entry.
DO $$
DECLARE
  place text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
  EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege THEN
    RAISE NOTICE 'pg_trgm is not there: looking for parts of names in long histories will be slow';
  END;
  SELECT quote_ident(n.nspname) INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX "runs_title_parts" ON "runs" USING gin ("title" %s.gin_trgm_ops) WHERE "title" <> "job_type"', place);
  END IF;
END $$;--> statement-breakpoint
-- Up to "at_most" runs within the caller's scope whose own title holds all of the patterns. A comparison by pattern is not trusted below
-- row security, so no index would serve it there; this function goes past it and keeps to the same scope by itself. Null: it can't
-- be answered by an index.
CREATE FUNCTION "app_runs_titled"("patterns" text[], "at_most" integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
DECLARE
  domains text := current_setting('app.domains', true);
  installation boolean := coalesce(current_setting('app.installation', true) = 'on', false);
  found bigint[];
BEGIN
  IF to_regclass('public.runs_title_parts') IS NULL OR coalesce(cardinality("patterns"), 0) = 0 THEN RETURN NULL; END IF;
  EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM public.runs WHERE title <> job_type AND %s AND ($1 = ''*'' OR domain_id = ANY ($2) OR (domain_id IS NULL AND $3)) LIMIT $4) AS few',
      (SELECT string_agg(format('title ILIKE %L', pattern), ' AND ') FROM unnest("patterns") AS pattern))
    INTO found
    USING domains, string_to_array(nullif(nullif(domains, ''), '*'), ',')::uuid[], installation, "at_most";
  RETURN coalesce(found, '{}');
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "app_runs_titled"(text[], integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "app_runs_titled"(text[], integer) TO "nightshift_web";--> statement-breakpoint

-- ── Months ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Drops the partitions of a month that is over. Those of runs that are still there are copied before, into partitions that take the
-- place of the old ones. Answers what it did: dropped, shrunk, none, not-over, busy. Whoever reads or writes lines waits for the change of
-- partitions alone, which takes milliseconds; for a lock it waits so briefly because others queue behind it.
CREATE OR REPLACE FUNCTION "app_drop_run_month"("month" date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET app.domains = '*' SET app.installation = 'on' SET lock_timeout = '100ms' AS $$
DECLARE
  first timestamptz := date_trunc('month', "month"::timestamp) AT TIME ZONE 'UTC';
  beyond timestamptz := (date_trunc('month', "month"::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
  parent text; child text; fresh text; kept boolean; answer text := 'none';
BEGIN
  IF beyond > public.app_now() - interval '1 day' THEN RETURN 'not-over'; END IF;
  kept := EXISTS (SELECT 1 FROM public.runs WHERE created_at >= first AND created_at < beyond);
  PERFORM pg_advisory_xact_lock(hashtext('nightshift partitions'));
  FOREACH parent IN ARRAY ARRAY['log_lines', 'issues', 'refused_rows'] LOOP
    child := parent || '_' || to_char("month", 'YYYY_MM');
    CONTINUE WHEN to_regclass('public.' || child) IS NULL;
    answer := CASE WHEN kept THEN 'shrunk' ELSE 'dropped' END;
    IF kept THEN
      fresh := child || '_kept';
      EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', child);
      EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES,
        CONSTRAINT of_month CHECK (run_created_at IS NOT NULL AND run_created_at >= %L AND run_created_at < %L))', fresh, parent, first, beyond);
      EXECUTE format('INSERT INTO public.%I SELECT old.* FROM public.runs r JOIN public.%I old ON old.run_created_at = r.created_at
        AND old.run_id = r.id WHERE r.created_at >= $1 AND r.created_at < $2', fresh, child) USING first, beyond;
    END IF;
  END LOOP;
  FOREACH parent IN ARRAY ARRAY['log_lines', 'issues', 'refused_rows'] LOOP
    child := parent || '_' || to_char("month", 'YYYY_MM');
    fresh := child || '_kept';
    CONTINUE WHEN to_regclass('public.' || child) IS NULL;
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I', parent, child);
    EXECUTE format('DROP TABLE public.%I', child);
    IF kept THEN
      -- Its check says what the partition demands, so that nothing is read while others wait.
      EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, fresh, first, beyond);
      EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT of_month', fresh);
      EXECUTE format('ALTER TABLE public.%I RENAME TO %I', fresh, child);
    END IF;
  END LOOP;
  RETURN answer;
EXCEPTION WHEN lock_not_available THEN
  -- Somebody reads or writes it; it is tried again.
  RETURN 'busy';
END $$;
