import type { RunDetail } from "#lib/runs/get.ts";
import type { StepShown } from "#lib/runs/steps-shown.ts";

/** A piece of a lane, in per cent of the axis. */
export type Piece = { left: number; width: number };

export type Lane = {
  step: StepShown;
  /** What it took so far; null when it has not begun in this attempt. */
  ran: Piece | null;
  /** What it is expected to take: hatched behind a running step, hollow for one to come. */
  expected: Piece | null;
};

export type Mark = { left: number; atMs: number };

export type Waterfall = {
  lanes: Lane[];
  marks: Mark[];
  /** Where now is, while it runs. */
  now: number | null;
  /** Marks are moments of the day while it runs, seconds from its beginning afterwards. */
  startMs: number;
};

/** A lane never fills the whole axis: while it runs, words stand behind its end. */
const SPARE = 1.06;
const SPARE_FOR_WORDS = 1.2;
/** Shorter ones could not be seen. */
const PIECE_MIN = 0.4;
const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5,
  36e5, 72e5, 144e5, 288e5, 864e5,
];
const MARKS_MAX = 6;

/** Lays the steps of a run's last attempt out on one axis of time. `nowMs` is the server's clock. */
export function waterfall(
  { run, steps }: Pick<RunDetail, "run" | "steps">,
  nowMs: number,
  leftSeconds: number | undefined,
): Waterfall {
  const startMs = Date.parse(run.startedAt ?? run.createdAt);
  const isRunning = run.startedAt !== null && run.endedAt === null;
  const reachedMs = run.endedAt
    ? Date.parse(run.endedAt)
    : isRunning
      ? Math.max(nowMs, startMs)
      : startMs;
  const laid = lay(steps, startMs, reachedMs, leftSeconds);
  const spans = run.endedAt ? withinReason(laid, startMs, reachedMs) : laid;
  const endMs = Math.max(reachedMs, startMs + 1, ...spans.map((span) => span.endMs));
  const whole = (endMs - startMs) * (isRunning ? SPARE_FOR_WORDS : SPARE);
  const at = (ms: number) => ((ms - startMs) / whole) * 100;
  const piece = (from: number, to: number): Piece => ({
    left: at(from),
    width: Math.max(PIECE_MIN, at(to) - at(from)),
  });
  return {
    startMs,
    now: isRunning ? at(reachedMs) : null,
    marks: marksOf(startMs, whole, isRunning).map((ms) => ({ left: at(ms), atMs: ms })),
    lanes: spans.map(({ step, ran, expected }) => ({
      step,
      ran: ran && piece(ran[0], ran[1]),
      expected: expected && piece(expected[0], expected[1]),
    })),
  };
}

type Span = {
  step: StepShown;
  ran: [number, number] | null;
  expected: [number, number] | null;
  endMs: number;
};

/** Steps follow each other: one to come begins where the one before it is expected to end. */
function lay(
  steps: readonly StepShown[],
  startMs: number,
  reachedMs: number,
  leftSeconds: number | undefined,
): Span[] {
  let cursor = startMs;
  return steps.map((step) => {
    const ran = ranSpan(step, startMs, reachedMs);
    const expected = expectedSpan(step, ran?.[1] ?? cursor, reachedMs, leftSeconds);
    const endMs = Math.max(ran?.[1] ?? startMs, expected?.[1] ?? startMs);
    cursor = Math.max(cursor, endMs);
    return { step, ran, expected, endMs };
  });
}

/** What would have come in a run that ended early must not make what it did do invisible. */
const AHEAD_MAX = 8;

function withinReason(spans: Span[], startMs: number, reachedMs: number): Span[] {
  const endMs = Math.max(...spans.map((span) => span.endMs));
  if (endMs - startMs <= (reachedMs - startMs) * AHEAD_MAX) return spans;
  return spans.map((span) => ({ ...span, expected: null, endMs: span.ran?.[1] ?? startMs }));
}

/** Steps of an earlier attempt lie before the axis and are not drawn on it. */
function ranSpan(step: StepShown, startMs: number, reachedMs: number): [number, number] | null {
  if (!step.startedAt) return null;
  const from = Date.parse(step.startedAt);
  const to = step.endedAt ? Date.parse(step.endedAt) : reachedMs;
  return to < startMs ? null : [Math.max(from, startMs), Math.max(to, from)];
}

function expectedSpan(
  step: StepShown,
  fromMs: number,
  reachedMs: number,
  leftSeconds: number | undefined,
): [number, number] | null {
  if (step.status === "running") {
    const own =
      typeof step.timeLeft === "object" && step.timeLeft !== null
        ? step.timeLeft.seconds
        : undefined;
    const seconds = own === undefined ? undefined : Math.min(own, leftSeconds ?? own);
    return seconds ? [reachedMs, reachedMs + seconds * 1000] : null;
  }
  const seconds = step.status === "waiting" ? step.usualSeconds : null;
  return seconds ? [fromMs, fromMs + seconds * 1000] : null;
}

/** Round moments: of the day while it runs, from the beginning on afterwards. */
function marksOf(startMs: number, wholeMs: number, isRunning: boolean): number[] {
  const step =
    STEPS_MS.find((ms) => wholeMs / ms <= MARKS_MAX && (!isRunning || ms >= 1000)) ?? 864e5;
  const first = isRunning ? Math.ceil(startMs / step) * step : startMs + step;
  const marks: number[] = [];
  for (let ms = first; ms < startMs + wholeMs * 0.97 && marks.length <= MARKS_MAX; ms += step)
    marks.push(ms);
  return marks;
}
