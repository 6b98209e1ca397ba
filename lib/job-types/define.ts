import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Permission } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { RecurrenceInput, type Recurrence } from "../schedules/plan-input.ts";

/** What is declared once about something that can be run. Data only: the web process loads it. */
export type JobType<Parameters extends z.ZodType = z.ZodType> = {
  /** Key in URLs, rows and messages: lower case with hyphens, never renamed. */
  name: string;
  title: string;
  description: string;
  kind:
    | "import"
    | "export"
    | "mass-action"
    | "rule"
    | "proposal"
    | "project"
    | "maintenance"
    | "synchronisation";
  scope: "domain" | "installation";
  /** Of the parameters' shape; a worker leaves versions it does not know to a newer one. */
  payloadVersion: number;
  parameters: Parameters;
  /** In the order in which they run. `name` is the key, `weight` its usual share of the duration (for the overall progress). */
  steps: readonly StepDeclaration[];
  /** What the tallies are called on screen, by key. */
  tallies: Readonly<Record<string, string>>;
  /** False: the stop action is refused with this sentence. True: what stopping means for this job. */
  stop: { possible: boolean; meaning: string };
  retry: RetryPolicy;
  /** When a run with the same overlap key is waiting or running. */
  overlap: "skip" | "queue-one" | "allow";
  /** Runs of this type at the same time in one domain (or in the installation). */
  concurrencyPerDomain: number;
  expectedSeconds: number;
  permissions: { start: Permission };
  /** Needs a typed confirmation. */
  dangerous: boolean;
  /** Makes it a scheduled job: a schedule in each domain, or one for the installation. Its parameters must all have defaults. */
  planning?: PlanningDeclaration;
  /** Says, on a finished run without result files, why there are none. Undefined: it makes some. */
  makesNoFiles?: string;
};

export type PlanningDeclaration = {
  /** What "automatic" means, in words and in effect. Null: it starts by hand only until somebody plans it. */
  automatic: AutomaticRule | null;
  /** When a due time was missed because no worker was alive. */
  missed: "skip" | "run-once";
};

export type AutomaticRule = {
  /** "Every day at 01:00 in the domain's time zone", "Every 15 minutes while products change". */
  words: string;
  recurrence: Recurrence;
  /** Its due times start a run only while this holds. */
  onlyWhen?: Condition;
};

/** `products-changed`: products of the domain were written since the schedule's last run began. */
export type Condition = "products-changed";

export type StepDeclaration = { name: string; title: string; weight: number };

export type RetryPolicy = {
  /** Attempts in all that are made without a person: 1 = never by itself. */
  attempts: number;
  /** Waiting time before the next attempt, in seconds, by how many have failed. The last one repeats. */
  backOffSeconds: readonly number[];
  /** Whether it may go on by itself after its worker was lost (its effects are fenced and repeatable). */
  afterLostWorker: boolean;
  /** Codes of `JobError` that are not worth another attempt. */
  neverFor: readonly string[];
};

/** What the installation's housekeeping jobs have in common: one at a time, repeated safely, started by who manages all domains. */
export const HOUSEKEEPING = {
  kind: "maintenance",
  scope: "installation",
  payloadVersion: 1,
  retry: { attempts: 3, backOffSeconds: [60, 600], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  permissions: { start: "installation.manage" },
  dangerous: false,
} as const satisfies Partial<JobType>;

/** Declares a job type. A new one costs two files and one line in `jobs/catalogue.ts`. */
export function defineJob<Parameters extends z.ZodType>(
  declaration: JobType<Parameters>,
): JobType<Parameters> {
  if (!/^[a-z][a-z0-9-]{1,62}$/.test(declaration.name))
    throw new Error(`"${declaration.name}" is no name for a job type.`);
  if (declaration.planning) checkPlanned(declaration);
  return declaration;
}

function checkPlanned({ name, planning, parameters, overlap, ...limits }: JobType): void {
  if (planning?.automatic) RecurrenceInput.parse(planning.automatic.recurrence);
  if (!parameters.safeParse({}).success)
    throw new Error(`"${name}" is planned, so each of its parameters needs a default.`);
  if (overlap !== "allow" && limits.concurrencyPerDomain > 1)
    throw new Error(`"${name}" is planned and may not overlap, so it runs one at a time.`);
}

/** The `run.ts` of a job type exports this as `run`. */
export type Run<Declaration extends JobType> = (
  context: RunContext<z.output<Declaration["parameters"]>>,
) => Promise<void>;

/** What a handler receives. It has no database: it calls verbs of `lib` with `viewer` or with a chunk's transaction. */
export type RunContext<Parameters = unknown> = {
  runId: number;
  domainId: string | null;
  parameters: Parameters;
  /** The person for whom it runs, with the rights of now; the worker itself for scheduled runs. */
  viewer: Viewer;
  /** Aborted when the run is to stop or the claim is lost. */
  signal: AbortSignal;
  attempt: number;
  /** The state of the last committed chunk, when an earlier attempt or claim left one. */
  restored: unknown;
  /**
   * Runs a declared step. A step that an earlier claim completed is skipped and answers undefined. Throws when the run is to
   * stop, at the step's beginning.
   */
  step: <T>(name: string, body: (step: StepContext) => Promise<T>) => Promise<T | undefined>;
  log: {
    debug(message: string): void;
    info(message: string): void;
    warning(message: string): void;
    error(message: string): void;
  };
  /** A produced file, stored and listed on the run page. */
  result: (name: string, contentType: string, stream: Readable) => Promise<void>;
  /** Facts about the input that pages show with it (rows, columns, format). */
  describeInput: (facts: Record<string, unknown>) => Promise<void>;
  clock: { now(): Promise<Date> };
};

export type StepContext = {
  /** How many items there are; undefined while unknown. */
  total: (count: number | undefined) => void;
  /** So many more items are done. */
  tick: (count?: number) => void;
  /** Adds to a named count. */
  tally: (name: string, count?: number) => void;
  /** One refused or doubtful item. A refused one with its `cells` can be downloaded, corrected and uploaded. */
  issue: (issue: Issue) => void;
  /** One line that the tracker shows while the step runs. */
  say: (message: string) => void;
  /**
   * A safe point: `body` and everything noted since the last chunk (ticks, tallies, issues) commit together with the
   * checkpoint. Throws `ClaimLost` when this process may not write any more, and when the run is to stop, after the commit.
   */
  chunk: <T>(checkpoint: unknown, body: (tx: Tx) => Promise<T>) => Promise<T>;
};

export type Issue = {
  severity: "refused" | "doubtful";
  code: string;
  message: string;
  /** Row of the file as people count it: the header is row 1. */
  row?: number;
  column?: string;
  value?: string;
  /** All cells of the row as read, with its first refusal or all: it is kept once and can be downloaded, corrected, uploaded. */
  cells?: readonly string[];
};

/** A failure with a code that the run page explains. Anything else that is thrown fails with code `error`. */
export class JobError extends Error {
  readonly code: string;
  /** More than the first sentence: what was found, what was expected. */
  readonly detail: string | undefined;

  constructor(code: string, message: string, detail?: string) {
    super(message);
    this.name = "JobError";
    this.code = code;
    this.detail = detail;
  }
}
