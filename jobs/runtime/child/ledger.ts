import type { Issue, JobType } from "#lib/job-types/define.ts";
import type { Checkpoint, PendingWork } from "#lib/runs/pending.ts";
import type { Restored } from "#lib/runs/restore.ts";
import { clipped } from "#lib/text/storable.ts";
import { Findings, type FindingsMark } from "./findings.ts";
import { asState, permilleOf, stepsOf, type Step } from "./step-state.ts";

const MESSAGE_MAX = 1_000;

type Counts = { warningCount: number; chunk: number };
type Mark = { steps: Step[]; findings: FindingsMark; counts: Counts };

/**
 * What a run has counted and found, in memory. Counts are absolute; issues wait until they are written. It begins where the last
 * checkpoint left off.
 */
export class Ledger {
  readonly #weights: number[];
  readonly #steps: Step[];
  readonly #findings: Findings;
  #counts: Counts;
  #position = 0;
  #message: string | null = null;
  #changes = 0;
  #written = 0;
  #state: unknown;

  constructor(type: JobType, restored: Restored) {
    const { mark } = restored;
    this.#weights = type.steps.map((step) => step.weight);
    this.#steps = stepsOf(type, restored);
    this.#findings = new Findings(mark);
    this.#counts = { warningCount: mark.warningCount, chunk: mark.chunk };
    this.#state = mark.state;
  }

  /** The state of the last chunk. */
  get state(): unknown {
    return this.#state;
  }

  get isDirty(): boolean {
    return this.#changes > this.#written;
  }

  get issueCount(): number {
    return this.#findings.waitingCount;
  }

  step(name: string): Step {
    const step = this.#steps.find((known) => known.name === name);
    if (!step) throw new Error(`The job type declares no step "${name}".`);
    return step;
  }

  isLast(step: Step): boolean {
    return step.position === this.#steps.length;
  }

  begin(step: Step): void {
    this.#change(step, { status: "running", startedMs: performance.now() });
    this.#position = step.position;
    this.committed(step);
  }

  complete(step: Step): void {
    this.#change(step, { status: "completed", endedMs: performance.now(), message: null });
  }

  total(step: Step, count: number | undefined): void {
    this.#change(step, { total: count ?? null });
  }

  tick(step: Step, count: number): void {
    this.#change(step, { done: step.done + count });
  }

  tally(step: Step, name: string, count: number): void {
    step.tallies[name] = (step.tallies[name] ?? 0) + count;
    this.#changes += 1;
  }

  say(step: Step, text: string): void {
    const message = clipped(text, MESSAGE_MAX);
    this.#change(step, { message });
    this.#message = message;
  }

  warn(): void {
    this.#counts.warningCount += 1;
    this.#changes += 1;
  }

  issue(issue: Issue): void {
    this.#findings.add(issue);
    this.#changes += 1;
  }

  /** What the step counts now is committed. */
  committed(step: Step): void {
    step.committed = { done: step.done, tallies: { ...step.tallies } };
  }

  /** The counts of a step that works in chunks are those of its last commit: what came after was rolled back or never done. */
  settle(step: Step): void {
    this.#change(step, structuredClone(step.committed ?? {}));
  }

  /** All that waits to be written, and what to call when it was. */
  pending(): { work: PendingWork; written: () => void } {
    const { issues, refused, written } = this.#findings.waiting();
    const changes = this.#changes;
    const work = {
      // Those that an earlier claim completed stand as it wrote them.
      steps: this.#steps.filter((step) => step.startedMs !== undefined).map(asState),
      issues,
      refused,
      warningCount: this.#counts.warningCount,
      issueCount: this.#findings.seqs.issueSeq,
      stepPosition: this.#position,
      permille: permilleOf(this.#steps, this.#weights),
      message: this.#message,
    };
    const settled = () => {
      written();
      this.#written = changes;
    };
    return { work, written: settled };
  }

  /** The checkpoint that a commit now would leave. With `given`, the handler's new state. */
  checkpoint(given?: { state: unknown }): Checkpoint {
    if (given) this.#state = given.state;
    this.#counts.chunk += 1;
    const running = this.#steps.find((step) => step.status === "running");
    const step = running && {
      name: running.name,
      done: running.done,
      total: running.total,
      tallies: running.tallies,
    };
    return { ...this.#counts, ...this.#findings.seqs, state: this.#state, step: step ?? null };
  }

  /** What to return to when a chunk has to be done again. */
  mark(): Mark {
    return {
      steps: structuredClone(this.#steps),
      findings: this.#findings.mark(),
      counts: { ...this.#counts },
    };
  }

  reset({ steps, findings, counts }: Mark): void {
    this.#steps.forEach((step, at) => Object.assign(step, structuredClone(steps[at])));
    this.#findings.reset(findings);
    this.#counts = { ...counts };
  }

  #change(step: Step, to: Partial<Step>): void {
    Object.assign(step, to);
    this.#changes += 1;
  }
}
