/** A run that takes less is not worth a claim of its own. */
const SMALL_MS = 10;
/** Runs are taken so far ahead of a free place, by what their job type has taken until now. */
const AHEAD_MS = 100;
const AHEAD_MAX = 200;
/** Of what may run in one domain: runs whose end is being written count too, and those of other workers; beyond it they are sent back. */
const LIMIT_PART = 4;
/** How much the last run says about the next. */
const WEIGHT = 1 / 8;

import { jobTypeOf } from "#lib/job-types/find.ts";

/** How long runs of each job type take in this worker: many small ones are taken at once, others one per free place. */
export class Pace {
  readonly #meanMs = new Map<string, number>();

  /** `ms`: from its beginning in a process to its end there. */
  note(jobType: string, ms: number): void {
    const before = this.#meanMs.get(jobType) ?? ms;
    this.#meanMs.set(jobType, before + (ms - before) * WEIGHT);
  }

  /**
   * How many runs of these job types may wait here for one of so many places: 0 when one of them is not known to be small, and no
   * more than may run in one domain, or the others would be sent back.
   */
  aheadOf(jobTypes: ReadonlySet<string>, slots: number): number {
    const means = [...jobTypes].map((jobType) => this.#meanMs.get(jobType) ?? Infinity);
    const slowestMs = Math.max(0, ...means);
    if (slowestMs === 0 || slowestMs > SMALL_MS) return 0;
    const limits = [...jobTypes].map(limitOf);
    return Math.min(AHEAD_MAX, Math.floor((slots * AHEAD_MS) / slowestMs), ...limits);
  }
}

/** With a lost worker goes what it had taken ahead: only what may be tried again after that, for nobody knows that it had not begun. */
function limitOf(jobType: string): number {
  const type = jobTypeOf(jobType);
  return type?.retry.afterLostWorker ? Math.floor(type.concurrencyPerDomain / LIMIT_PART) : 0;
}
