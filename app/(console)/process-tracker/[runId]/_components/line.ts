import type { RunDetail } from "#lib/runs/get.ts";
import type { InLine } from "#lib/runs/why-facts.ts";
import type { WhyWaiting } from "#lib/runs/why-waiting.ts";
import { ACTIVE } from "#lib/runs/status.ts";

/** The running run that is expected to end first, when its place is what the first in line waits for. */
export function nextToEnd({
  line,
  running,
  limit,
  before,
}: WhyWaiting): { title: string; seconds: number } | null {
  if (limit === null || running < limit || before > 0) return null;
  const known = line.flatMap((run) => {
    const seconds = secondsLeft(run);
    return seconds === null ? [] : [{ title: run.title, seconds }];
  });
  return known.toSorted((a, b) => a.seconds - b.seconds)[0] ?? null;
}

/** A lane of the line: what ran so far, what is expected, in per cent of the axis. */
export type LineLane = {
  run: InLine;
  ran: { left: number; width: number } | null;
  expected: { left: number; width: number } | null;
  /** When it is expected to end (ms), and in how many seconds. */
  endMs: number | null;
  seconds: number | null;
};

export type Line = {
  lanes: LineLane[];
  own: { left: number; width: number } | null;
  ownEndMs: number | null;
  now: number;
};

/** Lays the runs of a line out on one axis; the waiting run itself comes when the first of them is done. */
export function layLine({ waiting, usual, readAt }: RunDetail): Line {
  const nowMs = Date.parse(readAt);
  const line = waiting?.line ?? [];
  const startMs = Math.min(
    nowMs - 60_000,
    ...line.flatMap((run) => (run.startedAt ? [Date.parse(run.startedAt)] : [])),
  );
  const next = waiting && nextToEnd(waiting);
  const ownStartMs = next ? nowMs + next.seconds * 1000 : null;
  const ownEndMs = ownStartMs !== null && usual ? ownStartMs + usual.medianSeconds * 1000 : null;
  const ends = line.map((run) => nowMs + (secondsLeft(run) ?? 0) * 1000);
  // A third of the axis stays for the words behind the last bar.
  const whole = (Math.max(nowMs + 60_000, ...ends, ownEndMs ?? 0) - startMs) * 1.4;
  const at = (ms: number) => ((ms - startMs) / whole) * 100;
  const piece = (from: number, to: number) => ({
    left: at(from),
    width: Math.max(0.4, at(to) - at(from)),
  });
  const lanes = line.map((run): LineLane => {
    const seconds = secondsLeft(run);
    const endMs = seconds === null ? null : nowMs + seconds * 1000;
    const ran = run.startedAt ? piece(Date.parse(run.startedAt), nowMs) : null;
    return { run, ran, expected: endMs === null ? null : piece(nowMs, endMs), endMs, seconds };
  });
  const own = ownStartMs !== null && ownEndMs !== null ? piece(ownStartMs, ownEndMs) : null;
  return { lanes, own, ownEndMs, now: at(nowMs) };
}

function secondsLeft({ status, timeLeft }: InLine): number | null {
  return ACTIVE.includes(status) && typeof timeLeft === "object" && timeLeft
    ? timeLeft.seconds
    : null;
}
