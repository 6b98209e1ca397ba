-- What the nightly jobs may do. They run as the worker, which owns nothing and reads no hash: where that is not enough, a function of
-- the owner does one thing, with limits of its own.

-- ── Old runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- A run goes with its attempts, steps and groups; its lines go before it. What waits or runs can't be deleted by anybody.
GRANT DELETE ON "runs" TO "nightshift_worker";--> statement-breakpoint
CREATE POLICY "only_what_ended" ON "runs" AS RESTRICTIVE FOR DELETE
  USING ("status" IN ('completed', 'completed-with-warnings', 'failed', 'stopped', 'cancelled', 'settled'));--> statement-breakpoint
-- Drops the partitions of a month that is over and in which no run is left. Answers what it did: dropped, none, kept, not-over, busy.
CREATE FUNCTION "app_drop_run_month"("month" date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET app.domains = '*' SET app.installation = 'on' SET lock_timeout = '2s' AS $$
DECLARE
  first timestamptz := date_trunc('month', "month"::timestamp) AT TIME ZONE 'UTC';
  beyond timestamptz := (date_trunc('month', "month"::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
  parent text; child text; answer text := 'none';
BEGIN
  IF beyond > public.app_now() - interval '1 day' THEN RETURN 'not-over'; END IF;
  IF EXISTS (SELECT 1 FROM public.runs WHERE created_at >= first AND created_at < beyond) THEN RETURN 'kept'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('nightshift partitions'));
  FOREACH parent IN ARRAY ARRAY['log_lines', 'issues', 'refused_rows'] LOOP
    child := parent || '_' || to_char("month", 'YYYY_MM');
    IF to_regclass('public.' || child) IS NOT NULL THEN
      EXECUTE format('DROP TABLE public.%I', child);
      answer := 'dropped';
    END IF;
  END LOOP;
  RETURN answer;
EXCEPTION WHEN lock_not_available THEN
  -- Somebody reads it; it goes the next night.
  RETURN 'busy';
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "app_drop_run_month"(date) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "app_drop_run_month"(date) TO "nightshift_worker";--> statement-breakpoint

-- ── Statistics ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Only who owns a table may refresh its statistics. False: somebody holds it.
CREATE FUNCTION "app_analyze"("schema_name" text, "table_name" text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
BEGIN
  IF "schema_name" NOT IN ('public', 'pgboss') THEN RAISE EXCEPTION 'not one of our schemas: %', "schema_name"; END IF;
  EXECUTE format('ANALYZE %I.%I', "schema_name", "table_name");
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "app_analyze"(text, text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "app_analyze"(text, text) TO "nightshift_worker";--> statement-breakpoint

-- ── Sessions and tokens: counted and cleaned without being read ──────────────────────────────────────────────────────
CREATE FUNCTION "app_end_expired_sessions"("idle_seconds" float8, "lifetime_seconds" float8, "batch" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  ended integer;
BEGIN
  WITH due AS (
    SELECT id FROM public.sessions WHERE ended_at IS NULL
      AND (last_seen_at < public.app_now() - make_interval(secs => "idle_seconds")
        OR created_at < public.app_now() - make_interval(secs => "lifetime_seconds"))
    ORDER BY id LIMIT "batch" FOR UPDATE SKIP LOCKED)
  UPDATE public.sessions s SET ended_at = public.app_now(), ended_because = 'expired' FROM due WHERE s.id = due.id;
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;--> statement-breakpoint
CREATE FUNCTION "app_forget_sessions"("keep_days" integer, "batch" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone integer;
BEGIN
  WITH due AS (
    SELECT id FROM public.sessions WHERE ended_at < public.app_now() - make_interval(days => greatest("keep_days", 1))
    ORDER BY id LIMIT "batch" FOR UPDATE SKIP LOCKED)
  DELETE FROM public.sessions s USING due WHERE s.id = due.id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;--> statement-breakpoint
-- A day without a failure forgets them at the next try; those who never try again are forgotten here.
CREATE FUNCTION "app_forget_throttles"("batch" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone integer;
BEGIN
  WITH due AS (
    SELECT key FROM public.sign_in_throttles WHERE last_failed_at < public.app_now() - interval '1 day'
      AND (blocked_until IS NULL OR blocked_until < public.app_now())
    ORDER BY key LIMIT "batch" FOR UPDATE SKIP LOCKED)
  DELETE FROM public.sign_in_throttles t USING due WHERE t.key = due.key;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;--> statement-breakpoint
-- Those that were used or replaced. The one that still opens the setup stays, however old it is.
CREATE FUNCTION "app_forget_setup_tokens"("keep_days" integer, "batch" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone integer;
BEGIN
  WITH due AS (
    SELECT hash FROM public.setup_tokens WHERE used_at < public.app_now() - make_interval(days => greatest("keep_days", 1))
      OR (used_at IS NULL AND created_at < public.app_now() - make_interval(days => greatest("keep_days", 1))
        AND EXISTS (SELECT 1 FROM public.users))
    ORDER BY hash LIMIT "batch" FOR UPDATE SKIP LOCKED)
  DELETE FROM public.setup_tokens t USING due WHERE t.hash = due.hash;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "app_end_expired_sessions"(float8, float8, integer), "app_forget_sessions"(integer, integer),
  "app_forget_throttles"(integer), "app_forget_setup_tokens"(integer, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "app_end_expired_sessions"(float8, float8, integer), "app_forget_sessions"(integer, integer),
  "app_forget_throttles"(integer), "app_forget_setup_tokens"(integer, integer) TO "nightshift_worker";--> statement-breakpoint

-- ── Ages of passwords, without the passwords ─────────────────────────────────────────────────────────────────────────
CREATE VIEW "password_ages" AS SELECT "user_id", "changed_at" FROM "passwords";--> statement-breakpoint
GRANT SELECT ON "password_ages" TO "nightshift_worker";
