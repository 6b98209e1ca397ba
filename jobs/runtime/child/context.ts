import type { Readable } from "node:stream";
import { setImmediate as breathe } from "node:timers/promises";
import type { JobType, RunContext, StepContext } from "#lib/job-types/define.ts";
import type { Viewer } from "#lib/access/viewer.ts";
import type { ClaimedRun } from "#lib/runs/claim.ts";
import { addResult } from "#lib/runs/add-result.ts";
import { keepInputFacts } from "#lib/runs/keep-input-facts.ts";
import { readClock } from "#lib/runs/read-clock.ts";
import type { Ledger } from "./ledger.ts";
import type { LogValve } from "./log-valve.ts";
import type { Writer } from "./writer.ts";

export type ContextInput = {
  run: ClaimedRun;
  type: JobType;
  parameters: unknown;
  viewer: Viewer;
  signal: AbortSignal;
  ledger: Ledger;
  writer: Writer;
  log: LogValve;
  /** Says that rows changed. */
  announce: () => void;
};

/** What the handler receives: every word of it goes to the ledger, the writer or the log. */
export function contextOf(input: ContextInput): RunContext {
  const { run, parameters, viewer, signal, ledger, log } = input;
  const at: { step: string | null } = { step: null };
  return {
    runId: run.id,
    domainId: run.domainId,
    parameters,
    viewer,
    signal,
    attempt: run.attempt,
    restored: ledger.state,
    step: (name, body) => runStep(input, at, name, body),
    log: {
      debug: () => undefined,
      info: (message) => log.say("info", at.step, message),
      warning: (message) => warn(ledger, log, "warning", at.step, message),
      error: (message) => warn(ledger, log, "error", at.step, message),
    },
    result: (name, contentType, stream) => keepResult(input, name, contentType, stream),
    describeInput: (facts) => keepInputFacts(run, facts),
    clock: { now: () => readClock(run) },
  };
}

function warn(
  ledger: Ledger,
  log: LogValve,
  level: "warning" | "error",
  step: string | null,
  message: string,
): void {
  ledger.warn();
  log.say(level, step, message);
}

async function runStep<T>(
  { ledger, writer, signal }: ContextInput,
  at: { step: string | null },
  name: string,
  body: (step: StepContext) => Promise<T>,
): Promise<T | undefined> {
  signal.throwIfAborted();
  const step = ledger.step(name);
  if (step.status === "completed") return undefined;
  ledger.begin(step);
  at.step = name;
  const context = stepContext({ ledger, writer, signal }, step);
  const answer = await body(context).catch((error: unknown) => {
    if (context.worksInChunks()) ledger.settle(step);
    throw error;
  });
  at.step = null;
  ledger.complete(step);
  // What the last step did is written with the run's end, which follows at once.
  if (!ledger.isLast(step)) await writer.mark();
  return answer;
}

type Parts = Pick<ContextInput, "ledger" | "writer" | "signal">;

function stepContext(
  { ledger, writer, signal }: Parts,
  step: ReturnType<Ledger["step"]>,
): StepContext & { worksInChunks(): boolean } {
  let chunks = 0;
  return {
    worksInChunks: () => chunks > 0,
    total: (count) => ledger.total(step, count),
    tick: (count = 1) => ledger.tick(step, count),
    tally: (name, count = 1) => ledger.tally(step, name, count),
    say: (message) => ledger.say(step, message),
    issue: (issue) => {
      ledger.issue(issue);
      if (writer.isFull) void writer.flush().catch(() => undefined);
    },
    chunk: async (state, body) => {
      chunks += 1;
      // A stop that arrived while the handler computed is read here; what was noted for this chunk is committed first.
      await breathe();
      const answer = await writer.chunk(state, body);
      ledger.committed(step);
      signal.throwIfAborted();
      return answer;
    },
  };
}

async function keepResult(
  { run, announce }: ContextInput,
  name: string,
  contentType: string,
  stream: Readable,
): Promise<void> {
  await addResult(run, { name, contentType, stream });
  announce();
}
