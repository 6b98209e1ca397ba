type Waiting<T, R> = { item: T; answer: PromiseWithResolvers<R> };

/**
 * Does one thing for many at a time: while `act` is busy others gather and go together in the next round. Under little load an
 * item goes alone and at once; under much, a round trip serves as many as came meanwhile, `max` at most.
 */
export class Gathering<T, R> {
  readonly #act: (items: T[]) => Promise<R[]>;
  readonly #max: number;
  #waiting: Waiting<T, R>[] = [];
  #isBusy = false;

  /** `act` answers for each item, in their order; a thrown error is everybody's. */
  constructor(act: (items: T[]) => Promise<R[]>, max = 200) {
    this.#act = act;
    this.#max = max;
  }

  add(item: T): Promise<R> {
    const answer = Promise.withResolvers<R>();
    this.#waiting.push({ item, answer });
    if (!this.#isBusy) void this.#work();
    return answer.promise;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting.length > 0) await this.#round(this.#waiting.splice(0, this.#max));
    this.#isBusy = false;
  }

  async #round(group: Waiting<T, R>[]): Promise<void> {
    try {
      const answers = await this.#act(group.map(({ item }) => item));
      group.forEach(({ answer }, at) => answer.resolve(answers[at] as R));
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    }
  }
}
