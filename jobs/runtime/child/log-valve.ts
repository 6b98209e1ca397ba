import type { LogInput } from "#lib/runs/append-log.ts";
import type { LogLevel } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { clippedBytes } from "#lib/text/storable.ts";

const LINE_MAX_BYTES = 8_000;
const LINES_PER_SECOND = 2_000;
const BYTES_PER_SECOND = 1_000_000;
const SEND_MS = 100;

type Line = Omit<LogInput, "agoMs"> & { saidMs: number };

/**
 * Lets a run's log lines through to the parent in batches, and no more of them in a second than can be stored: a handler that
 * logs without end costs neither memory nor the database. What was left out is counted and said.
 */
export class LogValve {
  readonly #send: (lines: LogInput[]) => void;
  #waiting: Line[] = [];
  #timer: NodeJS.Timeout | undefined;
  #window = { second: 0, lines: 0, bytes: 0 };
  #leftOut = 0;

  constructor(send: (lines: LogInput[]) => void) {
    this.#send = send;
  }

  say(level: LogLevel, step: string | null, message: string): void {
    const line = {
      level,
      step,
      message: clippedBytes(message, LINE_MAX_BYTES),
      saidMs: performance.now(),
    };
    if (this.#isFull(line.message.length)) this.#leftOut += 1;
    else this.#push(line);
  }

  /** The lines that were not sent, for whoever sends them along with something else. */
  rest(): LogInput[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#admitLeftOut();
    const lines = this.#waiting.map(({ saidMs, ...line }) => ({
      ...line,
      agoMs: performance.now() - saidMs,
    }));
    this.#waiting = [];
    return lines;
  }

  #flush(): void {
    const lines = this.rest();
    if (lines.length > 0) this.#send(lines);
  }

  #isFull(length: number): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#window.second) {
      this.#admitLeftOut();
      this.#window = { second, lines: 0, bytes: 0 };
    }
    this.#window.lines += 1;
    this.#window.bytes += length;
    return this.#window.lines > LINES_PER_SECOND || this.#window.bytes > BYTES_PER_SECOND;
  }

  #push(line: Line): void {
    this.#waiting.push(line);
    // At once while the loop is busy: a handler that never yields would keep its lines to itself.
    if (this.#waiting.length >= 200) this.#flush();
    this.#timer ??= setTimeout(() => this.#flush(), SEND_MS);
  }

  #admitLeftOut(): void {
    if (this.#leftOut === 0) return;
    const message = `${count(this.#leftOut)} lines were left out here: more than ${count(LINES_PER_SECOND)} lines or 1 MB in a second.`;
    this.#leftOut = 0;
    this.#waiting.push({ level: "info", step: null, message, saidMs: performance.now() });
  }
}
