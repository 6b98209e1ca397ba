import { and, asc, eq } from "drizzle-orm";
import { auditEntries } from "#drizzle/schema/data.ts";
import type { Tx } from "../platform/db.ts";
import type { AttemptShown } from "./attempts.ts";
import type { StoredRun } from "./load.ts";
import { STATUS, type RunStatus, type StepStatus } from "./status.ts";

/** One thing that happened to a run: when (ISO), in words, and what an administrator may want to know besides. */
export type HistoryEntry = { at: string; text: string; note?: string };

type Told = { at: Date; text: string; note?: string };

type Parts = {
  attempts: readonly AttemptShown[];
  steps: ReadonlyArray<{ title: string; status: StepStatus; endedAt: Date | null }>;
};

/** Who did what to a run, oldest first: people's actions from the audit log, its attempts, the ends of its steps. */
export async function historyOf(tx: Tx, run: StoredRun, parts: Parts): Promise<HistoryEntry[]> {
  const audited = await tx
    .select({
      at: auditEntries.at,
      action: auditEntries.action,
      actor: auditEntries.actorName,
      after: auditEntries.after,
    })
    .from(auditEntries)
    .where(and(eq(auditEntries.objectType, "run"), eq(auditEntries.objectId, String(run.id))))
    .orderBy(asc(auditEntries.id))
    .limit(200);
  const done = audited.flatMap(told);
  const begun = audited.some((entry) => entry.action === "run.start")
    ? []
    : [{ at: run.createdAt, text: BEGUN[run.trigger] }];
  const all: Told[] = [
    ...begun,
    ...done,
    ...parts.attempts.flatMap(ofAttempt),
    ...parts.steps.flatMap(ofStep),
  ];
  // Sorting is stable: what came in at the same millisecond stays in the order of this list.
  return all
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((entry) => ({ ...entry, at: entry.at.toISOString() }));
}

const BEGUN: Record<StoredRun["trigger"], string> = {
  person: "Started by hand",
  schedule: "Started by its schedule",
  run: "Started by another run",
  api: "Started through the API",
  demo: "Started for the demo",
};

const ACTIONS: Record<string, string> = {
  "run.start": "started it",
  "run.stop": "asked it to stop",
  "run.cancel": "cancelled it",
  "run.retry": "retried it",
  "run.release": "released it from quarantine",
  "run.settle": "set it to done",
};

function told(entry: {
  at: Date;
  action: string;
  actor: string;
  after: Record<string, unknown> | null;
}): Told[] {
  const verb = ACTIONS[entry.action];
  if (!verb) return [];
  const reason = entry.after?.["reason"];
  return [
    {
      at: entry.at,
      text: `${entry.actor} ${verb}`,
      ...(typeof reason === "string" && reason ? { note: reason } : {}),
    },
  ];
}

function ofAttempt({ attempt, workerName, startedAt, endedAt, outcome }: AttemptShown): Told[] {
  const taken = { at: new Date(startedAt), text: `${workerName} took it, attempt ${attempt}` };
  if (!endedAt || !outcome) return [taken];
  return [taken, { at: new Date(endedAt), text: ended(outcome, workerName) }];
}

function ended(outcome: string, workerName: string): string {
  if (outcome === "handed-over") return `${workerName} handed it over`;
  if (outcome === "interrupted") return `${workerName} was lost`;
  return outcome in STATUS ? STATUS[outcome as RunStatus].label : outcome;
}

const STEP_ENDS: Partial<Record<StepStatus, string>> = {
  completed: "completed",
  failed: "failed",
  stopped: "stopped",
};

function ofStep({ title, status, endedAt }: Parts["steps"][number]): Told[] {
  const word = STEP_ENDS[status];
  return word && endedAt ? [{ at: endedAt, text: `${title} ${word}` }] : [];
}
