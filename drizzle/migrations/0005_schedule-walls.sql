-- What drizzle-kit has no words for: the second wall around a domain, and grants.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['schedules', 'due_times'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY domain_wall ON public.%I USING (app_sees(domain_id)) WITH CHECK (app_sees(domain_id))', name);
  END LOOP;
END $$;--> statement-breakpoint
-- The web makes the rows of a new domain, and says what became of due times that a change of the plan passed over.
GRANT SELECT, INSERT, UPDATE ON "schedules" TO "nightshift_web", "nightshift_worker";--> statement-breakpoint
GRANT SELECT, INSERT ON "due_times" TO "nightshift_web";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "due_times" TO "nightshift_worker";
