import type { Issue, RunContext, StepContext } from "#lib/job-types/define.ts";
import { read, write } from "#lib/access/transact.ts";
import { systemViewer } from "#lib/access/viewer.ts";
import { now } from "#lib/platform/clock.ts";

/** What the engine would have committed: what survives a crash. */
export type Committed = {
  state: unknown;
  completed: string[];
  tallies: Record<string, Record<string, number>>;
  issues: Issue[];
  done: Record<string, number>;
  logs: string[];
  facts: Record<string, unknown>;
};

export const nothingCommitted = (): Committed => ({
  state: undefined,
  completed: [],
  tallies: {},
  issues: [],
  done: {},
  logs: [],
  facts: {},
});

export class Crash extends Error {}

type Trial = {
  committed: Committed;
  parameters: unknown;
  domainId: string;
  runId?: number;
  signal?: AbortSignal;
  /** Called before and after each commit; throwing a Crash ends the attempt there, as kill -9 would. */
  atChunk?: (moment: "before" | "after", number: number) => void;
};

/**
 * A run without the engine, for tests of the work alone: chunks are real transactions, and what is noted counts only once its
 * chunk has committed.
 */
export function trialContext<Parameters>(trial: Trial): RunContext<Parameters> {
  const { committed } = trial;
  const viewer = systemViewer("trial worker");
  const say = (level: string) => (message: string) =>
    void committed.logs.push(`${level} ${message}`);
  return {
    runId: trial.runId ?? 1,
    domainId: trial.domainId,
    parameters: trial.parameters as Parameters,
    viewer,
    signal: trial.signal ?? new AbortController().signal,
    attempt: 1,
    restored: committed.state,
    step: async (name, body) => {
      if (committed.completed.includes(name)) return undefined;
      const { step, keep } = trialStep(trial, name);
      try {
        const answer = await body(step);
        committed.completed.push(name);
        return answer;
      } finally {
        keep();
      }
    },
    log: { debug: say("debug"), info: say("info"), warning: say("warning"), error: say("error") },
    result: () => Promise.resolve(),
    describeInput: (facts) => Promise.resolve(void Object.assign(committed.facts, facts)),
    clock: { now: () => read(viewer, now) },
  };

  function trialStep(
    { signal, atChunk }: Trial,
    name: string,
  ): { step: StepContext; keep: () => void } {
    const tallies = { ...committed.tallies[name] };
    let done = committed.done[name] ?? 0;
    const issues: Issue[] = [];
    let [chunks, crashed] = [0, false];
    const keep = () => {
      // What is left goes with the end of the run, unless the process is gone.
      if (crashed) return;
      committed.tallies[name] = { ...tallies };
      committed.done[name] = done;
      committed.issues.push(...issues.splice(0));
    };
    const at = (moment: "before" | "after") => {
      try {
        atChunk?.(moment, chunks);
      } catch (error) {
        crashed = true;
        throw error;
      }
    };
    const step: StepContext = {
      total: () => undefined,
      say: () => undefined,
      tick: (count = 1) => void (done += count),
      tally: (tally, count = 1) => void (tallies[tally] = (tallies[tally] ?? 0) + count),
      issue: (issue) => void issues.push(issue),
      chunk: async (state, body) => {
        chunks += 1;
        signal?.throwIfAborted();
        at("before");
        const answer = await write(viewer, body);
        Object.assign(committed, { state: structuredClone(state) });
        keep();
        at("after");
        signal?.throwIfAborted();
        return answer;
      },
    };
    return { step, keep };
  }
}
