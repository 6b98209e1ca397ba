"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { LogMatches } from "#lib/runs/log-facts.ts";
import { holds } from "./lines.ts";
import type { Filter } from "./log-state.ts";
import type { Log } from "./use-log.ts";

const TYPING_MS = 250;

export type Find = {
  text: string;
  setText: (text: string) => void;
  /** Numbers of the lines that hold it, in the whole log. */
  seqs: readonly number[];
  more: boolean;
  /** Place among them, from 0; undefined before the first step. */
  at: number | undefined;
  /** The line of the current match. */
  seq: number | undefined;
  /** Whether the server was asked, because not all lines are in the page. */
  onServer: boolean;
  step: (by: 1 | -1) => void;
};

/** Finds a text in the whole log: in the page where all of it is there, else on the server. */
export function useFind(
  runId: number,
  log: Log,
  initial: { text: string; matches: LogMatches | null },
): Find {
  const [text, setText] = useState(initial.text);
  const [server, setServer] = useState<LogMatches>(initial.matches ?? { seqs: [], more: false });
  const [at, setAt] = useState<number>();
  const isWhole = log.atStart && log.atEnd;
  const { levels, step } = log.filter;
  const key = `${levels.join(",")}|${step ?? ""}`;
  const ask = useEffectEvent(async () =>
    setServer((await search(runId, text, { levels, step })) ?? { seqs: [], more: false }),
  );
  useEffect(() => {
    if (text === "" || isWhole) return undefined;
    const timer = setTimeout(() => void ask(), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, isWhole, key]);
  const seqs =
    text === ""
      ? []
      : isWhole
        ? log.chunks
            .flat()
            .filter((line) => holds(line, text))
            .map((line) => line.seq)
        : server.seqs;
  const seq = at === undefined ? undefined : seqs[at];
  return {
    text,
    setText: (next) => {
      setText(next);
      setAt(undefined);
    },
    seqs,
    more: !isWhole && server.more,
    at,
    seq,
    onServer: !isWhole,
    step: (by) => {
      if (seqs.length === 0) return;
      // The first step leads to the newest match, which is nearest to where people read.
      const next =
        at === undefined ? (by === 1 ? 0 : seqs.length - 1) : (at + by + seqs.length) % seqs.length;
      setAt(next);
      const target = seqs[next];
      if (target !== undefined) log.goTo(target);
    },
  };
}

async function search(
  runId: number,
  text: string,
  { levels, step }: Filter,
): Promise<LogMatches | undefined> {
  const query = new URLSearchParams({
    q: text,
    levels: levels.join(","),
    ...(step ? { step } : {}),
  });
  const answer = await fetch(`/api/runs/${runId}/log/find?${query}`, { cache: "no-store" }).catch(
    () => undefined,
  );
  return answer?.ok ? ((await answer.json()) as LogMatches) : undefined;
}
