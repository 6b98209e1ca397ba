/** So many at a time; who comes later waits for his turn, the first one first, and not for ever. */
export class Turns {
  #free: number;
  readonly #waiting: Array<() => void> = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** False: it did not come within `maxWaitMs`. True: give it back. */
  async take(maxWaitMs: number): Promise<boolean> {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    const turn = Promise.withResolvers<boolean>();
    const called = () => turn.resolve(true);
    this.#waiting.push(called);
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(called), 1);
      turn.resolve(false);
    }, maxWaitMs);
    return await turn.promise.finally(() => clearTimeout(timer));
  }

  /** To the one that has waited longest. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
