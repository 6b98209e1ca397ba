import type { Issue, JobType } from "#lib/job-types/define.ts";
import type {
  Checkpoint,
  PendingIssue,
  PendingRow,
  PendingWork,
  StepState,
} from "#lib/runs/pending.ts";
import type { Restored } from "#lib/runs/restore.ts";
import { clipped, storable } from "#lib/text/storable.ts";

const TEXT_MAX = 1_000;
const CODE_MAX = 64;
const NAME_MAX = 200;

type Step = Omit<StepState, "startedAgoMs" | "endedAgoMs"> & {
  startedMs?: number;
  endedMs?: number;
  committed?: Pick<StepState, "done" | "tallies">;
};
type Mark = { steps: Step[]; issues: number; refused: number; counts: Counts };
type Counts = { issueSeq: number; refusedSeq: number; warningCount: number; chunk: number };

/**
 * What a run has counted and found, in memory. Counts are absolute; issues wait until they are written. It begins where the last
 * checkpoint left off.
 */
export class Ledger {
  readonly #weights: number[];
  readonly #steps: Step[];
  #counts: Counts;
  #issues: PendingIssue[] = [];
  #refused: PendingRow[] = [];
  #position = 0;
  #message: string | null = null;
  #changes = 0;
  #written = 0;
  #state: unknown;

  constructor(type: JobType, { mark, completed }: Restored) {
    this.#weights = type.steps.map((step) => step.weight);
    this.#steps = type.steps.map(({ name, title }, at) => {
      const kept = mark.step?.name === name ? mark.step : { done: 0, total: null, tallies: {} };
      const status = completed.includes(name) ? ("completed" as const) : ("waiting" as const);
      return {
        position: at + 1,
        name,
        title,
        status,
        message: null,
        ...kept,
        tallies: { ...kept.tallies },
      };
    });
    const { issueSeq, refusedSeq, warningCount, chunk } = mark;
    this.#counts = { issueSeq, refusedSeq, warningCount, chunk };
    this.#state = mark.state;
  }

  step(name: string): Step {
    const step = this.#steps.find((known) => known.name === name);
    if (!step) throw new Error(`The job type declares no step "${name}".`);
    return step;
  }

  begin(step: Step): void {
    Object.assign(step, { status: "running", startedMs: performance.now() });
    this.#position = step.position;
    this.#changed();
  }

  complete(step: Step): void {
    Object.assign(step, { status: "completed", endedMs: performance.now(), message: null });
    this.#changed();
  }

  isLast(step: Step): boolean {
    return step.position === this.#steps.length;
  }

  total(step: Step, count: number | undefined): void {
    step.total = count ?? null;
    this.#changed();
  }

  tick(step: Step, count: number): void {
    step.done += count;
    this.#changed();
  }

  tally(step: Step, name: string, count: number): void {
    step.tallies[name] = (step.tallies[name] ?? 0) + count;
    this.#changed();
  }

  say(step: Step, message: string): void {
    this.#message = step.message = clipped(message, TEXT_MAX);
    this.#changed();
  }

  warn(): void {
    this.#counts.warningCount += 1;
    this.#changed();
  }

  issue({ severity, code, message, row, column, value, cells }: Issue): void {
    this.#counts.issueSeq += 1;
    this.#issues.push({
      seq: this.#counts.issueSeq,
      severity,
      code: code.slice(0, CODE_MAX),
      message: clipped(message, TEXT_MAX),
      row,
      column: column === undefined ? undefined : clipped(column, NAME_MAX),
      value: value === undefined ? undefined : clipped(value, TEXT_MAX),
    });
    if (cells && row !== undefined) this.#refuse(row, cells, message);
    this.#changed();
  }

  /** A row that was refused for several reasons is kept once. */
  #refuse(row: number, cells: readonly string[], reason: string): void {
    const last = this.#refused.at(-1);
    if (last?.row === row) {
      last.reason = clipped(`${last.reason} ${reason}`, TEXT_MAX * 4);
      return;
    }
    this.#counts.refusedSeq += 1;
    this.#refused.push({
      seq: this.#counts.refusedSeq,
      row,
      cells: cells.map(storable),
      reason: clipped(reason, TEXT_MAX),
    });
  }

  get isDirty(): boolean {
    return this.#changes > this.#written;
  }

  get issueCount(): number {
    return this.#issues.length;
  }

  /** All that waits to be written, and what to call when it was. */
  pending(): { work: PendingWork; written: () => void } {
    const { issueSeq, warningCount } = this.#counts;
    const [issues, refused, changes] = [[...this.#issues], [...this.#refused], this.#changes];
    const work = {
      steps: this.#steps.filter((step) => step.status !== "waiting").map(asState),
      issues,
      refused,
      warningCount,
      issueCount: issueSeq,
      stepPosition: this.#position,
      permille: this.#permille(),
      message: this.#message,
    };
    const written = () => {
      this.#issues.splice(0, issues.length);
      this.#refused.splice(0, refused.length);
      this.#written = changes;
    };
    return { work, written };
  }

  /** The checkpoint that a commit now would leave. With `state`, the handler's new one. */
  checkpoint(given?: { state: unknown }): Checkpoint {
    if (given) this.#state = given.state;
    this.#counts.chunk += 1;
    const running = this.#steps.find((step) => step.status === "running");
    const { issueSeq, refusedSeq, warningCount, chunk } = this.#counts;
    const step = running
      ? { name: running.name, done: running.done, total: running.total, tallies: running.tallies }
      : null;
    return { chunk, state: this.#state, step, issueSeq, refusedSeq, warningCount };
  }

  /** The counts of a step that works in chunks are those of its last commit: what came after was rolled back or never done. */
  settle(step: Step): void {
    Object.assign(step, structuredClone(step.committed ?? {}));
    this.#changed();
  }

  committed(step: Step): void {
    step.committed = { done: step.done, tallies: { ...step.tallies } };
  }

  get state(): unknown {
    return this.#state;
  }

  /** What to return to when a chunk has to be done again. */
  mark(): Mark {
    const counts = { ...this.#counts };
    return {
      steps: structuredClone(this.#steps),
      issues: this.#issues.length,
      refused: this.#refused.length,
      counts,
    };
  }

  reset(mark: Mark): void {
    this.#steps.forEach((step, at) => Object.assign(step, structuredClone(mark.steps[at])));
    this.#issues.splice(mark.issues);
    this.#refused.splice(mark.refused);
    this.#counts = { ...mark.counts };
  }

  #changed(): void {
    this.#changes += 1;
  }

  #permille(): number | undefined {
    const whole = this.#weights.reduce((sum, weight) => sum + weight, 0);
    if (whole === 0 || this.#steps.every((step) => step.status !== "completed" && !step.total))
      return undefined;
    const done = this.#steps.reduce(
      (sum, step, at) => sum + (this.#weights[at] ?? 0) * share(step),
      0,
    );
    return Math.floor((done / whole) * 1000 + 1e-9);
  }
}

function share(step: Step): number {
  if (step.status === "completed") return 1;
  return step.total ? Math.min(1, step.done / step.total) : 0;
}

function asState({ startedMs, endedMs, tallies, committed: _committed, ...step }: Step): StepState {
  const ago = (at: number | undefined) => (at === undefined ? null : performance.now() - at);
  return {
    ...step,
    tallies: { ...tallies },
    startedAgoMs: ago(startedMs),
    endedAgoMs: ago(endedMs),
  };
}
