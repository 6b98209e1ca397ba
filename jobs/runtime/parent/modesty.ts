import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MS = 250;
const LASTS_MS = 600_000;

/** After it met a run that only a newer worker knows, a worker lets others be faster for a while: the newer one may be there now. */
export class Modesty {
  #untilMs = 0;

  /** `unknownCount`: how many such runs a claim met. */
  note(unknownCount: number): void {
    if (unknownCount > 0) this.#untilMs = performance.now() + LASTS_MS;
  }

  /** Before a claim. */
  async wait(): Promise<void> {
    if (performance.now() < this.#untilMs) await sleep(PAUSE_MS);
  }
}
