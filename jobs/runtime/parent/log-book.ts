import { setTimeout as sleep } from "node:timers/promises";
import { logSize, type LogCut, type LogInput } from "#lib/runs/append-log.ts";
import type { ClaimedRun } from "#lib/runs/claim.ts";
import { ClaimLost } from "#lib/runs/fence.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { count } from "#lib/text/numbers.ts";
import { appendTogether } from "./together.ts";

const FLUSH_MS = 200;
const RETRY_MS = 500;
const HALF_BYTES = 10_000_000;
/** Lines that wait while the database is away; beyond that the oldest go. */
const WAITING_MAX = 20_000;

/** So many lines go with a run's end at most. */
const LAST_MAX = 100;

type Line = LogInput & { receivedMs: number };
type Batch = { upTo: number; bytes: number; lineCount: number };

/**
 * Writes a run's log lines in the database, at most 200 ms after they came, with the run's own numbers. Of a log that grows over
 * 20 MB beginning and end are kept.
 */
export class LogBook {
  readonly #run: ClaimedRun;
  readonly #onWritten: () => void;
  readonly #halfBytes: number;
  #waiting: Line[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #lostCount = 0;
  #lastSeq: number;
  #cut: LogCut | undefined;
  #headBytes: number | undefined;
  #headEnd: number;
  #tail: Batch[] = [];
  #tailBytes = 0;
  #cutCount = 0;
  #over = false;

  /** `halfBytes`: what is kept of the beginning, and of the end. */
  constructor(run: ClaimedRun, onWritten: () => void, halfBytes = HALF_BYTES) {
    this.#halfBytes = halfBytes;
    this.#run = run;
    this.#onWritten = onWritten;
    this.#headEnd = run.logSeq;
    this.#lastSeq = run.logSeq;
  }

  add(lines: LogInput[]): void {
    if (lines.length === 0) return;
    for (const line of lines) this.#waiting.push({ ...line, receivedMs: performance.now() });
    const excess = this.#waiting.length - WAITING_MAX;
    if (excess > 0) this.#lostCount += this.#waiting.splice(0, excess).length;
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Resolves when all that came is written, or can't be any more. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  /** The lines that wait, for whoever writes them together with the run's end; undefined where the log has to be written for itself. */
  takeLast(): LogInput[] | undefined {
    const isPlain = this.#headBytes !== undefined || this.#run.logSeq === 0;
    if (this.#isWriting || !isPlain || this.#tail.length > 0 || this.#lostCount > 0)
      return undefined;
    if (this.#waiting.length > LAST_MAX) return undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#waiting.splice(0).map(toInput);
  }

  /** Gives up what could not be written: the run has another worker. */
  abandon(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0 && !this.#over)
      await this.#store(this.#waiting.splice(0, 1_000));
    // That some are missing is said also when no further line comes.
    if (this.#lostCount > 0 && !this.#over) await this.#store([]);
    this.#isWriting = false;
  }

  /** The same lines until the database answers: only so can it be told whether they were written when its answer was lost. */
  async #store(lines: Line[]): Promise<void> {
    const lost = this.#lostCount;
    while (!this.#over) {
      try {
        await this.#append(lost > 0 ? [lostLine(lost), ...lines] : lines);
        this.#lostCount -= lost;
        return;
      } catch (error) {
        if (error instanceof ClaimLost) return this.abandon();
        await sleep(RETRY_MS);
        if (isRefusal(error, "unavailable")) continue;
        this.#lostCount += lines.length;
        return;
      }
    }
  }

  async #append(lines: Line[]): Promise<void> {
    const inputs = lines.map(toInput);
    this.#headBytes ??= this.#run.logSeq > 0 ? await logSize(this.#run) : 0;
    this.#cut ??= this.#nextCut();
    const after = this.#lastSeq;
    this.#lastSeq = await appendTogether({ run: this.#run, after, lines: inputs, cut: this.#cut });
    this.#cut = undefined;
    this.#account(this.#lastSeq, inputs);
    this.#onWritten();
  }

  #account(lastSeq: number, lines: LogInput[]): void {
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line.message), 0);
    if ((this.#headBytes ?? 0) + bytes <= this.#halfBytes) {
      this.#headBytes = (this.#headBytes ?? 0) + bytes;
      this.#headEnd = lastSeq;
      return;
    }
    this.#tail.push({ upTo: lastSeq, bytes, lineCount: lines.length });
    this.#tailBytes += bytes;
  }

  /** What has to go so that the tail keeps its size. The first line behind the head stays and says how much went. */
  #nextCut(): LogCut | undefined {
    let upTo: number | undefined;
    while (this.#tailBytes > this.#halfBytes && this.#tail.length > 1) {
      const oldest = this.#tail.shift() as Batch;
      this.#tailBytes -= oldest.bytes;
      this.#cutCount += oldest.lineCount;
      upTo = oldest.upTo;
    }
    if (upTo === undefined) return undefined;
    const message = `${count(this.#cutCount)} lines were cut here: a log is kept up to 20 MB, its beginning and its end.`;
    return { after: this.#headEnd, upTo, message };
  }
}

function lostLine(lost: number): Line {
  const message = `${count(lost)} lines before this one could not be stored and are lost.`;
  return { level: "warning", step: null, message, agoMs: 0, receivedMs: performance.now() };
}

function toInput({ receivedMs, ...line }: Line): LogInput {
  return { ...line, agoMs: line.agoMs + performance.now() - receivedMs };
}
