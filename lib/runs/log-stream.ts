import { subscribe } from "../live/hub.ts";
import { STREAM_LIMITS } from "../live/stream.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { isRefusal, Refusal } from "../text/refusal.ts";
import { loadRun } from "./load.ts";
import { readLogWithin, type LogLine } from "./read-log.ts";
import { STATUS, type RunStatus } from "./status.ts";

export type LogStreamInput = {
  viewer: Viewer;
  runId: number;
  /** The last line that the browser has; the next one follows it, so that none is lost or doubled. */
  after: number;
  /** The viewer as of now, or null when the session has ended. Must not prolong the session. */
  recheck: () => Promise<Viewer | null>;
  /** Aborts when the browser has gone. */
  signal: AbortSignal;
};

/** What an event of the stream holds. `status` once the run has ended and every line was sent; the stream ends with it. */
export type LogEvent = { lines: LogLine[]; status?: RunStatus; endedAt?: string | null };

const LINES_PER_EVENT = 500;
/** Without an announcement somebody still looks this often: one may be lost with its connection. */
const LOOK_EVERY_MS = 5000;

type Open = { sessionId: string | null; close(): void };
// The web process closes what is in here when it is asked to stop; a set of the module would be another copy.
const slot = Symbol.for("nightshift.streams");
const shared = globalThis as unknown as Record<symbol, Set<Open> | undefined>;

/**
 * Server-sent events with the lines of a run's log as they are written, each event numbered by its last line. Whoever
 * may not read on any more is sent away within ten seconds. Throws Refusal `not-found`, and `too-many` when the session has as many streams as it may.
 */
export async function openLogStream(input: LogStreamInput): Promise<ReadableStream<Uint8Array>> {
  await read(input.viewer, (tx) => loadRun(tx, input.viewer, input.runId));
  const streams = (shared[slot] ??= new Set());
  const { sessionId } = input.viewer;
  const own = [...streams].filter((stream) => sessionId !== null && stream.sessionId === sessionId);
  if (own.length >= STREAM_LIMITS.perSession) {
    throw new Refusal(
      "too-many",
      `More than ${STREAM_LIMITS.perSession} live pages are open in this session.`,
    );
  }
  const ending = new AbortController();
  const entry = { sessionId, close: () => ending.abort() };
  streams.add(entry);
  ending.signal.addEventListener("abort", () => streams.delete(entry));
  input.signal.addEventListener("abort", () => ending.abort());
  const events = follow(input, ending.signal);
  return new ReadableStream<Uint8Array>({
    async pull(out) {
      const next = await events.next().catch(() => ({ done: true as const, value: undefined }));
      if (!next.done) return out.enqueue(ENCODER.encode(next.value));
      ending.abort();
      out.close();
    },
    cancel: () => ending.abort(),
  });
}

const ENCODER = new TextEncoder();

async function* follow(
  { viewer, runId, after: first, recheck }: LogStreamInput,
  ending: AbortSignal,
): AsyncGenerator<string> {
  const news = new News(runId, ending);
  let current: Viewer | null = viewer;
  let checkedAt = Date.now();
  // Something has to go out for the browser to know that it is connected.
  yield ": open\n\n";
  for (let after = first; !ending.aborted;) {
    if (Date.now() - checkedAt >= STREAM_LIMITS.betweenRechecksMs)
      [current, checkedAt] = [await recheck(), Date.now()];
    if (!current) return;
    const part = await readOn(current, runId, after);
    if (part === "away") yield ": away\n\n";
    else {
      after = part.lines.at(-1)?.seq ?? after;
      if (part.lines.length > 0 || part.status) yield event(part, after);
      if (part.status) return;
      if (part.more) continue;
      if (part.lines.length === 0) yield ": beat\n\n";
    }
    await news.next(checkedAt + STREAM_LIMITS.betweenRechecksMs - Date.now());
  }
}

const event = ({ lines, status, endedAt }: LogEvent, after: number) =>
  `id: ${after}\nevent: lines\ndata: ${JSON.stringify({ lines, ...(status ? { status, endedAt } : {}) })}\n\n`;

type Part = LogEvent & { more: boolean };

async function readOn(viewer: Viewer, runId: number, after: number): Promise<Part | "away"> {
  try {
    return await read(viewer, async (tx): Promise<Part> => {
      // The status first: lines that were written before the end are then there.
      const run = await loadRun(tx, viewer, runId);
      const { lines, atEnd } = await readLogWithin(tx, run, { after }, {}, LINES_PER_EVENT);
      const isOver = !STATUS[run.status].live && atEnd;
      return {
        lines,
        more: !atEnd,
        ...(isOver ? { status: run.status, endedAt: run.endedAt?.toISOString() ?? null } : {}),
      };
    });
  } catch (error) {
    if (isRefusal(error, "unavailable")) return "away";
    throw error;
  }
}

/** Waits for the next announcement about a run, `mostMs` at most; what comes while nobody waits is not lost. At most four times a second. */
class News {
  #isNew = false;
  #wake: (() => void) | undefined;

  constructor(runId: number, ending: AbortSignal) {
    const note = () => {
      this.#isNew = true;
      this.#wake?.();
    };
    const stop = subscribe({
      onRun: (id) => id === runId && note(),
      onNotice: () => undefined,
      onGap: note,
    });
    ending.addEventListener("abort", () => {
      stop();
      note();
    });
  }

  async next(mostMs: number): Promise<void> {
    await pause(STREAM_LIMITS.betweenUpdatesMs);
    if (!this.#isNew && mostMs > 0) {
      const timer = setTimeout(() => this.#wake?.(), Math.min(LOOK_EVERY_MS, mostMs));
      await new Promise<void>((resolve) => (this.#wake = resolve));
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#isNew = false;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
