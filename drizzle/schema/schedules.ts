import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { domains } from "./people.ts";
import {
  DUE_OUTCOMES,
  MISSED_POLICIES,
  OVERLAP_POLICIES,
  PLANNINGS,
  REPORT_OCCASIONS,
} from "./words.ts";

/** One job type in one domain, or for the installation. Made from the declarations; people change how it is planned and told of. */
export const schedules = pgTable(
  "schedules",
  {
    id: id(),
    /** The job type's name, which is also the identifier that people see. */
    jobType: text("job_type").notNull(),
    /** Null: the installation. */
    domainId: uuid("domain_id").references(() => domains.id),
    planning: text("planning", { enum: PLANNINGS }).notNull().default("automatic"),
    /** What a person planned; kept while the planning is automatic or disabled. */
    recurrence: jsonb("recurrence").$type<Record<string, unknown>>(),
    timeZone: text("time_zone").notNull(),
    /** What lists show and the tick uses. Null: nothing is due by itself. */
    nextRunAt: instant("next_run_at"),
    /** What `next_run_at` was worked out from, so that a changed declaration is noticed. */
    plannedFrom: text("planned_from"),
    lastDueAt: instant("last_due_at"),
    overlap: text("overlap", { enum: OVERLAP_POLICIES }).notNull(),
    missed: text("missed", { enum: MISSED_POLICIES }).notNull(),

    pausedAt: instant("paused_at"),
    /** Null while paused: until a person resumes it. */
    pausedUntil: instant("paused_until"),
    pausedReason: text("paused_reason"),
    /** A person's name, or "scheduler". */
    pausedBy: text("paused_by"),
    failuresInARow: integer("failures_in_a_row").notNull().default(0),
    /** Null: it goes on however often it fails. */
    pauseAfterFailures: integer("pause_after_failures"),

    reportEnabled: boolean("report_enabled").notNull().default(false),
    reportRecipients: text("report_recipients")
      .array()
      .notNull()
      .default(sql`'{}'`),
    reportWhen: text("report_when", { enum: REPORT_OCCASIONS })
      .notNull()
      .default("warnings-and-failures"),
    reportAttachLog: boolean("report_attach_log").notNull().default(false),
    /** Who put the recipients there. */
    reportChangedBy: text("report_changed_by"),

    /** Rises with every change by a person; a form that shows an older one is refused. */
    version: integer("version").notNull().default(1),
    /** Of the plan. */
    changedAt: instant("changed_at"),
    changedBy: text("changed_by"),
    /** The plan that the last change replaced. */
    previous: jsonb("previous").$type<Record<string, unknown>>(),
    createdAt: instant("created_at").notNull(),
    /** Its job type is no longer declared; its history stays. */
    retiredAt: instant("retired_at"),
  },
  (table) => [
    unique("schedules_job").on(table.jobType, table.domainId).nullsNotDistinct(),
    index("schedules_due")
      .on(table.nextRunAt)
      .where(sql`next_run_at is not null and retired_at is null`),
    index("schedules_domain").on(table.domainId),
  ],
);

/** Every due time with what became of it. */
export const dueTimes = pgTable(
  "due_times",
  {
    scheduleId: uuid("schedule_id")
      .notNull()
      .references(() => schedules.id, { onDelete: "cascade" }),
    dueAt: instant("due_at").notNull(),
    domainId: uuid("domain_id"),
    outcome: text("outcome", { enum: DUE_OUTCOMES }).notNull(),
    /** From the due time to the decision. */
    lateSeconds: integer("late_seconds").notNull().default(0),
    /** The run that was started; of a skipped one, the run that stood in the way. */
    runId: bigint("run_id", { mode: "number" }),
    /** Which policy decided, where one did. */
    policy: text("policy"),
    /** Set where this row stands for all due times from `due_at` to here. */
    throughAt: instant("through_at"),
    decidedAt: instant("decided_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scheduleId, table.dueAt] }),
    index("due_times_due").on(table.dueAt),
    index("due_times_run")
      .on(table.runId)
      .where(sql`run_id is not null`),
  ],
);
