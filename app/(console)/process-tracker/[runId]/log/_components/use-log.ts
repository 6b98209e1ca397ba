"use client";

import { useReducer, useRef } from "react";
import type { LogQuery } from "#lib/runs/log-input.ts";
import type { OpenLog } from "#lib/runs/open-log.ts";
import type { LogPart } from "#lib/runs/read-log.ts";
import { LOG_LEVELS, STATUS, type RunStatus } from "#lib/runs/status.ts";
import { countLines, firstSeq, lastSeq } from "./lines.ts";
import { changed, opened, type Filter, type LogState } from "./log-state.ts";
import { useStream, type StreamState } from "./use-stream.ts";

/** Lines that one step further back or forth brings. */
const MORE_LINES = 1000;

export type Log = LogState & {
  stream: StreamState;
  /** Lets go of the end, or goes there and stays. */
  setFollow: (follow: boolean) => void;
  /** Shows other lines; around `keepSeq`, where it is given and the end is not followed. */
  setFilter: (filter: Filter, keepSeq: number | undefined) => void;
  loadEarlier: () => void;
  loadLater: () => void;
  /** Brings the lines around one into the page. */
  goTo: (seq: number) => void;
};

/** The lines in the page and those that come. A `line` in the address means that the reader looks at it and does not follow. */
export function useLog(
  run: { id: number; status: RunStatus },
  initial: OpenLog,
  query: LogQuery,
): Log {
  const isLive = STATUS[run.status].live;
  const [state, change] = useReducer(changed, undefined, () => {
    const follows = query.line === undefined && initial.part.atEnd && isLive;
    return opened(initial, { levels: query.levels, step: query.step }, follows);
  });
  const stream = useStream({
    runId: run.id,
    on: isLive || state.ended === null,
    lastSeq: state.lastSeq,
    onEvent: (event) => change({ type: "event", event }),
  });
  // The answer to an earlier question, arriving late, must not stand where a later one's belongs.
  const question = useRef(0);
  const load = async (
    how: "instead" | "before" | "behind",
    place: Record<string, number>,
    filter = state.filter,
  ) => {
    change({ type: "busy" });
    const mine = how === "instead" ? ++question.current : question.current;
    const part = await fetchPart(run.id, place, filter);
    if (mine !== question.current) return;
    change(part ? { type: "part", how, part } : { type: "failed" });
  };
  const { chunks, follow, atEnd } = state;
  return {
    ...state,
    stream,
    setFollow: (on) => {
      change({ type: "follow", follow: on });
      if (on && !atEnd) void load("instead", {});
    },
    setFilter: (filter, keepSeq) => {
      change({ type: "filter", filter });
      void load("instead", keepSeq === undefined || follow ? {} : { line: keepSeq }, filter);
    },
    loadEarlier: () => void load("before", { before: firstSeq(chunks) ?? 1 }),
    loadLater: () => void load("behind", { after: lastSeq(chunks) ?? 0 }),
    goTo: (seq) => {
      change({ type: "follow", follow: false });
      const isHere = seq >= (firstSeq(chunks) ?? Infinity) && seq <= (lastSeq(chunks) ?? 0);
      if (!isHere) void load("instead", { line: seq });
    },
  };
}

async function fetchPart(
  runId: number,
  place: Record<string, number>,
  { levels, step }: Filter,
): Promise<LogPart | undefined> {
  const query = new URLSearchParams({
    levels: levels.join(","),
    limit: String(MORE_LINES),
    ...(step ? { step } : {}),
  });
  for (const [name, seq] of Object.entries(place)) query.set(name, String(seq));
  const answer = await fetch(`/api/runs/${runId}/log?${query}`, { cache: "no-store" }).catch(
    () => undefined,
  );
  return answer?.ok ? ((await answer.json()) as LogPart) : undefined;
}

/** How many lines are in the page, and what is hidden. */
export function shownInWords(
  { chunks, filter, counts }: LogState,
  written: (n: number) => string,
): string {
  const whole = LOG_LEVELS.reduce((sum, level) => sum + counts[level], 0);
  const hidden = LOG_LEVELS.filter((level) => !filter.levels.includes(level) && counts[level] > 0);
  const words = `${written(countLines(chunks))} of ${written(whole)} ${whole === 1 ? "line" : "lines"}`;
  if (hidden.length === 0) return words;
  return `${words}, ${hidden.join(" and ")} ${hidden.length === 1 ? "is" : "are"} hidden`;
}
