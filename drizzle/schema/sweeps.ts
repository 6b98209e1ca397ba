import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";

export const FINDINGS = ["worker", "run", "quarantine"] as const;
export const FINDING_OUTCOMES = ["resumed", "failed", "stopped", "by-hand"] as const;

/** What the sweep of lost workers found, and what was quarantined: each once, told of by exactly one report. */
export const sweepFindings = pgTable(
  "sweep_findings",
  {
    id: id(),
    kind: text("kind", { enum: FINDINGS }).notNull(),
    foundAt: instant("found_at").notNull(),
    workerId: uuid("worker_id"),
    workerName: text("worker_name"),
    lastSignAt: instant("last_sign_at"),
    runId: bigint("run_id", { mode: "number" }),
    /** The taking that was lost. */
    claim: integer("claim"),
    jobType: text("job_type"),
    /** What became of a run; null until it is decided. */
    outcome: text("outcome", { enum: FINDING_OUTCOMES }),
    /** The run that told of it. No reference: the report may be purged first. */
    reportedBy: bigint("reported_by", { mode: "number" }),
  },
  (table) => [
    index("sweep_findings_unreported")
      .on(table.id)
      .where(sql`reported_by is null`),
    index("sweep_findings_run").on(table.runId, table.claim),
    index("sweep_findings_found").on(table.foundAt),
  ],
);
