-- What drizzle-kit has no words for: the second wall around a domain, and grants.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['warehouses', 'locations', 'stock', 'stock_minimums'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY domain_wall ON public.%I USING (app_sees(domain_id)) WITH CHECK (app_sees(domain_id))', name);
  END LOOP;
END $$;--> statement-breakpoint
-- Pages read; uploads and checks are the worker's.
GRANT SELECT ON "warehouses", "locations", "stock", "stock_minimums" TO "nightshift_web";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "warehouses", "locations", "stock", "stock_minimums" TO "nightshift_worker";
