import type { LogEvent } from "#lib/runs/log-stream.ts";
import type { OpenLog } from "#lib/runs/open-log.ts";
import type { LogLine, LogPart } from "#lib/runs/read-log.ts";
import type { LogLevel, RunStatus } from "#lib/runs/status.ts";
import { append, inChunks, prepend, trim, type Chunks } from "./lines.ts";

export type Filter = { levels: readonly LogLevel[]; step: string | undefined };

/** What the page holds of a log. */
export type LogState = {
  chunks: Chunks;
  atStart: boolean;
  atEnd: boolean;
  filter: Filter;
  /** Of the whole log, by level. */
  counts: Record<LogLevel, number>;
  steps: readonly string[];
  /** Highest number in the log, shown or not: what comes next is newer. */
  lastSeq: number;
  /** How the run ended, once all its lines are here. */
  ended: { status: RunStatus; endedAt: string | null } | null;
  follow: boolean;
  /** Lines that came while the reader looked elsewhere. */
  fresh: number;
  busy: boolean;
};

export type LogChange =
  | { type: "event"; event: LogEvent }
  | { type: "busy" }
  | { type: "failed" }
  /** Other lines instead of those that are there, or more of them at one end. */
  | { type: "part"; how: "instead" | "before" | "behind"; part: LogPart }
  | { type: "filter"; filter: Filter }
  | { type: "follow"; follow: boolean };

/** The state after the log was opened. `looksAt`: a line was asked for, so the end is not followed. */
export function opened(
  { part, counts, steps }: OpenLog,
  filter: Filter,
  follow: boolean,
): LogState {
  const { lines, atStart, atEnd, lastSeq } = part;
  const none = { ended: null, fresh: 0, busy: false };
  return {
    ...none,
    chunks: inChunks(lines),
    atStart,
    atEnd,
    filter,
    counts,
    steps,
    lastSeq,
    follow,
  };
}

/** The state after a change. Pure: the same event twice changes nothing. */
export function changed(state: LogState, change: LogChange): LogState {
  switch (change.type) {
    case "event":
      return afterEvent(state, change.event);
    case "part":
      return { ...afterPart(state, change), busy: false };
    case "filter":
      return { ...state, filter: change.filter };
    case "follow":
      return { ...state, follow: change.follow, fresh: change.follow ? 0 : state.fresh };
    case "busy":
      return { ...state, busy: true };
    case "failed":
      return { ...state, busy: false };
  }
}

function afterEvent(state: LogState, { lines, status, endedAt }: LogEvent): LogState {
  const ended = status ? { status, endedAt: endedAt ?? null } : null;
  const news = lines.filter((line) => line.seq > state.lastSeq);
  if (news.length === 0) return { ...state, ended };
  const counts = { ...state.counts };
  for (const line of news) counts[line.level] += 1;
  const matching = news.filter((line) => passes(line, state.filter));
  return {
    ...state,
    ...grown(state, matching),
    ended,
    counts,
    steps: withSteps(state.steps, news),
    lastSeq: news.at(-1)?.seq ?? state.lastSeq,
    fresh: state.follow ? 0 : state.fresh + matching.length,
  };
}

const passes = (line: LogLine, { levels, step }: Filter) =>
  levels.includes(line.level) && (!step || line.step === step);

function withSteps(steps: readonly string[], news: LogLine[]): readonly string[] {
  const all = new Set([...steps, ...news.flatMap((line) => line.step ?? [])]);
  return all.size === steps.length ? steps : [...all];
}

type Window = Pick<LogState, "chunks" | "atStart" | "atEnd">;

/** A reader who looks elsewhere must not lose what he looks at: beyond the limit new lines wait behind the end. */
function grown(state: LogState, lines: LogLine[]): Window {
  const { chunks, atStart, atEnd, follow } = state;
  if (!atEnd || lines.length === 0) return { chunks, atStart, atEnd };
  const all = append(chunks, lines);
  const { chunks: kept, trimmed } = trim(all, "first");
  if (!trimmed) return { chunks: all, atStart, atEnd };
  return follow ? { chunks: kept, atStart: false, atEnd } : { chunks, atStart, atEnd: false };
}

/** An answer may hold lines that the stream will tell of too: they are shown once, and counted when the stream brings them. */
function afterPart(state: LogState, { how, part }: Extract<LogChange, { type: "part" }>): LogState {
  const { atStart, atEnd, lines } = part;
  if (how === "instead") return { ...state, chunks: inChunks(lines), atStart, atEnd };
  const before = how === "before";
  const joined = before ? prepend(state.chunks, lines) : append(state.chunks, lines);
  const { chunks, trimmed } = trim(joined, before ? "last" : "first");
  return {
    ...state,
    chunks,
    atStart: before ? atStart : state.atStart && !trimmed,
    atEnd: before ? state.atEnd && !trimmed : atEnd,
  };
}
