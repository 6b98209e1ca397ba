import { and, eq, sql } from "drizzle-orm";
import { runs, steps } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import type { JobType } from "../job-types/define.ts";
import { findJobType } from "../job-types/find.ts";
import { appNow, now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { sha256 } from "../platform/ids.ts";
import { enqueue } from "../platform/queue.ts";
import { conflict, forbidden, invalid, notFound } from "../text/refusal.ts";
import { announceRun } from "./announce.ts";
import { aliveWithKey } from "./overlap.ts";
import { WAITING, type Trigger } from "./status.ts";

export type StartInput = {
  /** Undefined: the installation. */
  domainId: string | null;
  title: string;
  parameters: unknown;
  trigger?: Trigger;
  inputFileId?: string;
  /** SHA-256 of the input file; part of what a quarantine remembers. */
  inputSha256?: string;
  continuesRunId?: number;
  overlapKey?: string;
  /** Instead of the job type's own policy: a schedule decides by its. */
  overlap?: JobType["overlap"];
  scheduleId?: string;
  /** The due time of that schedule for which it is. */
  dueAt?: Date;
  /** The run waits until then. */
  startAt?: Date;
  /** The same key of the same person leads to the same run. */
  idempotencyKey?: string;
};

export type Started = {
  runId: number;
  /** False: an earlier request with the same key, or the overlap policy, led to a run that was there already. */
  isNew: boolean;
};

/** A mapping of 2,000 columns fits; anything larger belongs into a file. The message in the queue holds the number alone. */
const PARAMETERS_MAX_BYTES = 512 * 1024;

/** How JSON.stringify writes what PostgreSQL's jsonb refuses: NUL, and surrogates without their other half. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/**
 * The one way to start a run: for a form, "run now", a retry with other input, a profile, a schedule, the API. One transaction
 * writes the run with its frozen parameters and its message: both or neither.
 * Throws Refusal `forbidden`, `not-found` (no such domain for this viewer), `invalid` (parameters), `conflict` (overlap).
 */
export async function startRun(
  viewer: Viewer,
  jobType: string,
  input: StartInput,
): Promise<Started> {
  const type = findJobType(jobType);
  authorise(viewer, type, input.domainId);
  const parameters = freeze(type, input.parameters);
  return await write(viewer, (tx) => startRunWithin(tx, viewer, type, { ...input, parameters }));
}

/** The same inside the caller's transaction, for verbs that write a row of their own with it. They authorise. */
export async function startRunWithin(
  tx: Tx,
  viewer: Viewer,
  type: JobType,
  input: StartInput & { parameters: Record<string, unknown> },
): Promise<Started> {
  const known = await earlier(tx, viewer, type, input);
  if (known) return { runId: known, isNew: false };
  const runId = await insertRun(tx, viewer, type, input);
  if (runId === undefined)
    return { runId: (await earlier(tx, viewer, type, input)) as number, isNew: false };
  await insertSteps(tx, runId, type, input.domainId);
  await enqueue(tx, runId, input.startAt ? secondsUntil(input.startAt, await now(tx)) : 0);
  const after = { jobType: type.name, title: input.title, trigger: input.trigger ?? "person" };
  await recordAudit(tx, viewer, {
    action: "run.start",
    objectType: "run",
    objectId: runId,
    domainId: input.domainId,
    after,
  });
  await announceRun(tx, runId);
  return { runId, isNew: true };
}

/** Whether the viewer may start runs of this type here. Throws what `startRun` would. */
export function authorise(viewer: Viewer, type: JobType, domainId: string | null): void {
  if ((type.scope === "installation") !== (domainId === null)) {
    throw invalid(
      `${type.title} runs ${type.scope === "domain" ? "in a domain" : "for the installation"}.`,
    );
  }
  const inView =
    viewer.kind !== "person" ||
    domainId === null ||
    viewer.domains.some((domain) => domain.id === domainId);
  if (!inView) throw notFound("This domain");
  if (!can(viewer, type.permissions.start, domainId)) throw forbidden(type.permissions.start);
}

function freeze(type: JobType, parameters: unknown): Record<string, unknown> {
  const parsed = type.parameters.safeParse(parameters);
  if (!parsed.success) {
    const fields = Object.fromEntries(
      parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]),
    );
    throw invalid("These parameters do not fit the job.", fields);
  }
  const text = JSON.stringify(parsed.data);
  if (text.length > PARAMETERS_MAX_BYTES) throw invalid("The parameters are larger than 512 kB.");
  if (UNSTORABLE.test(text)) {
    throw invalid(
      "The parameters hold a NUL character or half of a character, which can't be stored; take it out.",
    );
  }
  return parsed.data as Record<string, unknown>;
}

async function earlier(
  tx: Tx,
  viewer: Viewer,
  type: JobType,
  input: StartInput,
): Promise<number | undefined> {
  if (input.idempotencyKey && viewer.userId) {
    const [same] = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.startedBy, viewer.userId), eq(runs.idempotencyKey, input.idempotencyKey)));
    if (same) return same.id;
  }
  const overlap = input.overlap ?? type.overlap;
  if (!input.overlapKey || overlap === "allow") return undefined;
  return await overlapping(tx, { ...type, overlap }, input.overlapKey);
}

async function overlapping(tx: Tx, type: JobType, key: string): Promise<number | undefined> {
  const alive = await aliveWithKey(tx, type.name, key);
  if (alive.length === 0) return undefined;
  const waiting = alive.find((run) => WAITING.includes(run.status));
  if (type.overlap === "queue-one") return waiting?.id;
  throw conflict(`${type.title} is already under way as run #${alive[0]?.id}.`);
}

async function insertRun(
  tx: Tx,
  viewer: Viewer,
  type: JobType,
  input: StartInput & { parameters: Record<string, unknown> },
): Promise<number | undefined> {
  const [row] = await tx
    .insert(runs)
    .values({
      createdAt: appNow,
      updatedAt: appNow,
      updatedBy: viewer.name,
      queuedAt: input.startAt ? null : appNow,
      jobType: type.name,
      title: input.title,
      domainId: input.domainId,
      status: input.startAt ? "deferred" : "queued",
      trigger: input.trigger ?? "person",
      startedBy: viewer.userId,
      parameters: input.parameters,
      payloadVersion: type.payloadVersion,
      inputHash: sha256(JSON.stringify([type.name, input.parameters, input.inputSha256 ?? null])),
      inputFileId: input.inputFileId,
      continuesRunId: input.continuesRunId,
      idempotencyKey: input.idempotencyKey,
      overlapKey: input.overlapKey,
      scheduleId: input.scheduleId,
      dueAt: input.dueAt,
      startAt: input.startAt,
      stepCount: type.steps.length,
    })
    .onConflictDoNothing({
      target: [runs.startedBy, runs.idempotencyKey],
      where: sql`idempotency_key is not null`,
    })
    .returning({ id: runs.id });
  return row?.id;
}

async function insertSteps(
  tx: Tx,
  runId: number,
  type: JobType,
  domainId: string | null,
): Promise<void> {
  if (type.steps.length === 0) return;
  await tx.insert(steps).values(
    type.steps.map((step, at) => ({
      runId,
      position: at + 1,
      domainId,
      name: step.name,
      title: step.title,
    })),
  );
}

const secondsUntil = (at: Date, from: Date) => Math.max(0, (at.getTime() - from.getTime()) / 1000);
