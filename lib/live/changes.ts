import type { LiveInterest } from "./input.ts";
import type { UpdateAsk } from "./read-update.ts";

/** Above this many announced runs it is cheaper to look at what is on screen than to remember numbers. */
const IDS_MAX = 500;

/** Counts change with nearly every run; a menu that is two seconds late is not. */
const COUNTS_EVERY_MS = 2000;
/** Places in the queue change with other people's runs, which nobody announces for those that wait. */
const WAITING_EVERY_MS = 5000;

/**
 * What has happened since the last update that this page cares about. `take` answers what to read and forgets it; `giveBack`
 * remembers it again when it could not be sent.
 */
export class Changes {
  readonly #interest: LiveInterest;
  readonly #rows: ReadonlySet<number>;
  #ids = new Set<number>();
  #since: string | undefined;
  #fresh = false;
  #counts = false;
  #waiting = false;
  #countsAt = 0;
  #waitingAt = 0;

  constructor(interest: LiveInterest) {
    this.#interest = interest;
    this.#rows = new Set([
      ...(interest.rows === "all" ? [] : interest.rows),
      ...(interest.run ? [interest.run] : []),
    ]);
  }

  run(id: number): void {
    this.#counts = this.#waiting = true;
    if (this.#interest.top !== undefined && id > this.#interest.top) this.#fresh = true;
    if (this.#interest.rows !== "all" && !this.#rows.has(id)) return;
    if (this.#ids.size < IDS_MAX) this.#ids.add(id);
  }

  notice(): void {
    this.#counts = true;
    this.#countsAt = 0;
  }

  /** Everything may have changed since then. */
  all(since: string): void {
    this.#since = since;
    this.#fresh = this.#counts = true;
    this.#countsAt = 0;
  }

  /** How long until there is something to send: 0 now, undefined nothing so far. */
  dueInMs(now: number): number | undefined {
    if (this.#ids.size > 0 || this.#since || this.#fresh) return 0;
    const due = [
      this.#counts ? this.#countsAt + COUNTS_EVERY_MS : Infinity,
      this.#waiting && this.#rows.size > 0 ? this.#waitingAt + WAITING_EVERY_MS : Infinity,
    ];
    const next = Math.min(...due);
    return next === Infinity ? undefined : Math.max(0, next - now);
  }

  take(now: number): UpdateAsk {
    const counts = this.#counts && now >= this.#countsAt + COUNTS_EVERY_MS;
    const waiting = this.#waiting && now >= this.#waitingAt + WAITING_EVERY_MS;
    const ask = { ids: [...this.#ids], since: this.#since, fresh: this.#fresh, counts, waiting };
    this.#ids.clear();
    this.#since = undefined;
    this.#fresh = false;
    if (counts) [this.#counts, this.#countsAt] = [false, now];
    if (waiting) [this.#waiting, this.#waitingAt] = [false, now];
    return ask;
  }

  giveBack(ask: UpdateAsk): void {
    for (const id of ask.ids ?? []) this.#ids.add(id);
    this.#since ??= ask.since;
    this.#fresh ||= ask.fresh === true;
    this.#counts ||= ask.counts === true;
    this.#waiting ||= ask.waiting === true;
  }
}
