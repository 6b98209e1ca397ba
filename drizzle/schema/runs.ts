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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { domains, users } from "./people.ts";
import { LOG_LEVELS, RUN_STATUSES, STEP_STATUSES, TRIGGERS } from "./words.ts";

/** Declarations in code, as rows, so that pages, filters and a retired type's history need no code. */
export const jobTypes = pgTable("job_types", {
  name: text("name").primaryKey(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  kind: text("kind").notNull(),
  scope: text("scope", { enum: ["domain", "installation"] }).notNull(),
  /** What is the same for every run: steps, stoppable, policies, permissions. */
  declaration: jsonb("declaration").$type<Record<string, unknown>>().notNull(),
  declarationHash: text("declaration_hash").notNull(),
  syncedAt: instant("synced_at").notNull().defaultNow(),
  retiredAt: instant("retired_at"),
});

export const runs = pgTable(
  "runs",
  {
    /** A number that people can say aloud. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    createdAt: instant("created_at").notNull(),
    jobType: text("job_type").notNull(),
    /** What the tracker shows: the file's name, the profile's label, the job's identifier. */
    title: text("title").notNull(),
    /** Null: the installation. */
    domainId: uuid("domain_id").references(() => domains.id),
    status: text("status", { enum: RUN_STATUSES }).notNull(),
    trigger: text("trigger", { enum: TRIGGERS }).notNull(),
    startedBy: uuid("started_by").references(() => users.id),
    /** Frozen when it was started; parsed again by the worker. No secrets, 512 kB. */
    parameters: jsonb("parameters").$type<Record<string, unknown>>().notNull(),
    payloadVersion: integer("payload_version").notNull().default(1),
    /** SHA-256 of type, parameters and input file: what is quarantined after two crashes. */
    inputHash: text("input_hash").notNull(),
    inputFileId: uuid("input_file_id"),
    /** The run that this one continues with other input. */
    continuesRunId: bigint("continues_run_id", { mode: "number" }),
    /** Repeating a form with the same key leads to the same run. */
    idempotencyKey: text("idempotency_key"),
    scheduleId: uuid("schedule_id"),
    /** The due time of its schedule for which it was started. */
    dueAt: instant("due_at"),
    profileId: uuid("profile_id"),
    /** Runs with one key follow the job type's overlap policy. */
    overlapKey: text("overlap_key"),

    startAt: instant("start_at"),
    queuedAt: instant("queued_at"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    updatedAt: instant("updated_at").notNull(),
    /** Who changed it last, in words: a person's name, a worker's name, "sweep". */
    updatedBy: text("updated_by").notNull(),
    /** Set while the domain's limit holds the run back without a message in the queue. */
    parkedAt: instant("parked_at"),

    attempt: integer("attempt").notNull().default(0),
    claim: integer("claim").notNull().default(0),
    workerId: uuid("worker_id"),
    crashCount: integer("crash_count").notNull().default(0),
    quarantinedAt: instant("quarantined_at"),

    stopRequestedAt: instant("stop_requested_at"),
    stopRequestedBy: text("stop_requested_by"),
    stopReason: text("stop_reason"),
    settledReason: text("settled_reason"),

    stepPosition: integer("step_position").notNull().default(0),
    stepCount: integer("step_count").notNull().default(0),
    progressDone: bigint("progress_done", { mode: "number" }).notNull().default(0),
    progressTotal: bigint("progress_total", { mode: "number" }),
    progressAt: instant("progress_at"),
    warningCount: integer("warning_count").notNull().default(0),
    issueCount: integer("issue_count").notNull().default(0),
    /** Highest sequence number among its log lines; what is unread is counted from it. */
    logSeq: integer("log_seq").notNull().default(0),
    /** One line: what it does now, or how it ended. */
    message: text("message"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    checkpoint: jsonb("checkpoint").$type<unknown>(),
    checkpointVersion: integer("checkpoint_version"),
    hasResults: boolean("has_results").notNull().default(false),
  },
  (table) => [
    index("runs_domain_newest").on(table.domainId, table.id),
    index("runs_domain_status").on(table.domainId, table.status, table.id),
    // The wall is checked for each row that is counted: with the domain in it, the index alone answers.
    index("runs_status_newest").on(table.status, table.id, table.domainId),
    index("runs_started_by")
      .on(table.startedBy, table.id)
      .where(sql`started_by is not null`),
    // Who has started runs in a domain is read from one entry to the next.
    index("runs_domain_starter")
      .on(table.domainId, table.startedBy, table.id, table.status)
      .where(sql`started_by is not null`),
    index("runs_type_newest").on(table.jobType, table.domainId, table.id),
    index("runs_type_status").on(table.jobType, table.status, table.id, table.domainId),
    // What schedules start is most, and found without an index.
    index("runs_trigger")
      .on(table.trigger, table.id)
      .where(sql`trigger <> 'schedule'`),
    index("runs_error")
      .on(table.jobType, table.errorCode, table.createdAt)
      .where(sql`error_code is not null`),
    index("runs_created").on(table.createdAt),
    index("runs_live")
      .on(table.status, table.workerId)
      .where(sql`status in ('running', 'stopping', 'interrupted')`),
    index("runs_waiting")
      .on(table.jobType, table.domainId, table.id)
      .where(sql`status in ('queued', 'deferred')`),
    // Each end asks who of its lane is held back; the others who wait may be a million.
    index("runs_parked")
      .on(table.jobType, table.domainId, table.id)
      .where(sql`status = 'queued' and parked_at is not null`),
    index("runs_schedule")
      .on(table.scheduleId, table.id, table.status, table.domainId)
      .where(sql`schedule_id is not null`),
    index("runs_continues")
      .on(table.continuesRunId)
      .where(sql`continues_run_id is not null`),
    index("runs_input_file")
      .on(table.inputFileId)
      .where(sql`input_file_id is not null`),
    uniqueIndex("runs_idempotency_key")
      .on(table.startedBy, table.idempotencyKey)
      .where(sql`idempotency_key is not null`),
  ],
);

/** One row per taking of a run by a worker. A hand-over adds a row with the same attempt and the next claim. */
export const attempts = pgTable(
  "attempts",
  {
    runId: bigint("run_id", { mode: "number" })
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    claim: integer("claim").notNull(),
    attempt: integer("attempt").notNull(),
    domainId: uuid("domain_id"),
    workerId: uuid("worker_id"),
    workerName: text("worker_name").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    /** completed, completed-with-warnings, failed, stopped, interrupted, handed-over; null while it runs. */
    outcome: text("outcome"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    errorTrace: text("error_trace"),
  },
  (table) => [primaryKey({ columns: [table.runId, table.claim] })],
);

export const steps = pgTable(
  "steps",
  {
    runId: bigint("run_id", { mode: "number" })
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    domainId: uuid("domain_id"),
    name: text("name").notNull(),
    title: text("title").notNull(),
    status: text("status", { enum: STEP_STATUSES }).notNull().default("waiting"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    progressDone: bigint("progress_done", { mode: "number" }).notNull().default(0),
    progressTotal: bigint("progress_total", { mode: "number" }),
    /** Named counts, absolute. */
    tallies: jsonb("tallies").$type<Record<string, number>>().notNull().default({}),
    message: text("message"),
  },
  (table) => [primaryKey({ columns: [table.runId, table.position] })],
);

/** Partitioned by month of the run's creation in the migration; drizzle-kit can't say so. */
export const logLines = pgTable(
  "log_lines",
  {
    runCreatedAt: instant("run_created_at").notNull(),
    runId: bigint("run_id", { mode: "number" }).notNull(),
    seq: integer("seq").notNull(),
    domainId: uuid("domain_id"),
    at: instant("at").notNull(),
    level: text("level", { enum: LOG_LEVELS }).notNull(),
    step: text("step"),
    message: text("message").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runCreatedAt, table.runId, table.seq] })],
);

/** One refused or doubtful item. Partitioned like the log lines. */
export const issues = pgTable(
  "issues",
  {
    runCreatedAt: instant("run_created_at").notNull(),
    runId: bigint("run_id", { mode: "number" }).notNull(),
    seq: integer("seq").notNull(),
    domainId: uuid("domain_id"),
    severity: text("severity", { enum: ["refused", "doubtful"] }).notNull(),
    code: text("code").notNull(),
    rowNumber: bigint("row_number", { mode: "number" }),
    columnName: text("column_name"),
    value: text("value"),
    message: text("message").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runCreatedAt, table.runId, table.seq] }),
    index("issues_code").on(table.runCreatedAt, table.runId, table.code, table.seq),
  ],
);

/** How many issues of a code a run has and in which columns, so that the groups cost nothing to read. */
export const issueGroups = pgTable(
  "issue_groups",
  {
    runId: bigint("run_id", { mode: "number" })
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    code: text("code").notNull(),
    domainId: uuid("domain_id"),
    severity: text("severity", { enum: ["refused", "doubtful"] }).notNull(),
    issueCount: integer("issue_count").notNull(),
    columns: text("columns").array().notNull(),
    sample: text("sample").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.code] })],
);

/** The refused rows in the input's own cells; the download writes them in the input's own format. Partitioned. */
export const refusedRows = pgTable(
  "refused_rows",
  {
    runCreatedAt: instant("run_created_at").notNull(),
    runId: bigint("run_id", { mode: "number" }).notNull(),
    seq: integer("seq").notNull(),
    domainId: uuid("domain_id"),
    rowNumber: bigint("row_number", { mode: "number" }).notNull(),
    cells: text("cells").array().notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runCreatedAt, table.runId, table.seq] })],
);

/** Up to which line this viewer has read a run's log. */
export const logReads = pgTable(
  "log_reads",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    runId: bigint("run_id", { mode: "number" })
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    readAt: instant("read_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.runId] }),
    // Without it each purged run would cost a scan.
    index("log_reads_run").on(table.runId),
  ],
);

/** Processes that execute runs. The lease of every run that a worker holds is the worker's own heartbeat. */
export const workers = pgTable("workers", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  host: text("host").notNull(),
  pid: integer("pid").notNull(),
  version: text("version").notNull(),
  state: text("state", { enum: ["alive", "draining", "stopped", "lost"] }).notNull(),
  slots: integer("slots").notNull(),
  busy: integer("busy").notNull().default(0),
  jobTypes: text("job_types").array().notNull(),
  memoryBytes: bigint("memory_bytes", { mode: "number" }).notNull().default(0),
  startedAt: instant("started_at").notNull(),
  heartbeatAt: instant("heartbeat_at").notNull(),
  stoppedAt: instant("stopped_at"),
});
