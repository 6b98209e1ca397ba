-- The web's watchdog sweeps while no worker lives; it notes and decides, and only a worker tells and forgets.
GRANT SELECT, INSERT ON "sweep_findings" TO "nightshift_web", "nightshift_worker";--> statement-breakpoint
GRANT UPDATE ("outcome") ON "sweep_findings" TO "nightshift_web";--> statement-breakpoint
GRANT UPDATE, DELETE ON "sweep_findings" TO "nightshift_worker";
