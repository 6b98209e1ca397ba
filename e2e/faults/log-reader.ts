import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "./person.ts";

export type ReadLine = { seq: number; at: string; message: string; seenMs: number };

/** A browser at the log of a run: it reads along, and comes back with the last event's number when the stream breaks off. */
export class LogReader {
  readonly lines: ReadLine[] = [];
  /** How often the stream broke off before the run's end. */
  breaks = 0;
  readonly #runId: number;
  readonly #done: Promise<void>;
  #person: Person;
  #after = 0;

  constructor(person: Person, runId: number) {
    this.#person = person;
    this.#runId = runId;
    this.#done = this.#read();
  }

  /** From its next try on it asks this web process. */
  goTo(url: string): void {
    this.#person = this.#person.at(url);
  }

  /** Every line up to the run's end. */
  async ended(): Promise<ReadLine[]> {
    await this.#done;
    return this.lines;
  }

  async #read(): Promise<void> {
    for (;;) {
      if (await this.#stream().catch(() => false)) return;
      this.breaks += 1;
      await sleep(500);
    }
  }

  /** Whether the run has ended and all was read. */
  async #stream(): Promise<boolean> {
    const answer = await this.#person.request(`/api/runs/${this.#runId}/log/stream`, {
      headers: { "last-event-id": String(this.#after) },
    });
    if (!answer.ok || !answer.body) throw new Error(`The stream answered ${answer.status}.`);
    let text = "";
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      const events = (text + part).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) if (this.#take(event)) return true;
    }
    return false;
  }

  #take(event: string): boolean {
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (!data) return false;
    const { lines, status } = JSON.parse(data) as { lines: ReadLine[]; status?: string };
    for (const line of lines) this.lines.push({ ...line, seenMs: Date.now() });
    this.#after = Number(/^id: (\d+)$/m.exec(event)?.[1] ?? this.#after);
    return status !== undefined;
  }
}
