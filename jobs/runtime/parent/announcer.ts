import { announceRuns } from "#lib/runs/announce-runs.ts";
import { log } from "#lib/platform/log.ts";

const EVERY_MS = 250;

/**
 * Tells listeners which runs changed, at most four times a second for all of them together and in a statement of its own:
 * inside every commit it cost almost half of the throughput.
 */
export class Announcer {
  readonly #changed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #lastMs = 0;

  touch(...runIds: number[]): void {
    for (const id of runIds) this.#changed.add(id);
    if (this.#changed.size === 0) return;
    const waitMs = Math.max(0, this.#lastMs + EVERY_MS - performance.now());
    this.#timer ??= setTimeout(() => void this.flush(), waitMs);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastMs = performance.now();
    const ids = [...this.#changed];
    this.#changed.clear();
    if (ids.length > 0)
      await announceRuns(ids).catch((error: unknown) =>
        log.debug({ error: String(error) }, "not announced"),
      );
  }
}
