"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { LogMatches } from "#lib/runs/log-facts.ts";
import { holds } from "./lines.ts";
import type { Filter } from "./log-state.ts";
import type { Log } from "./use-log.ts";

const TYPING_MS = 250;
const NONE: LogMatches = { seqs: [], more: false };

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
  /** Whether its answer is still to come. */
  isAsking: boolean;
  step: (by: 1 | -1) => void;
};

/** Finds a text in the whole log: in the page where all of it is there, else on the server. */
export function useFind(
  runId: number,
  log: Log,
  initial: { text: string; matches: LogMatches | null },
): Find {
  const [text, setText] = useState(initial.text);
  const isWhole = log.atStart && log.atEnd;
  const { levels, step } = log.filter;
  const question = `${levels.join(",")}|${step ?? ""}|${text}`;
  const [answer, setAnswer] = useState({
    question: initial.matches ? question : "",
    matches: initial.matches ?? NONE,
  });
  const [at, setAt] = useState<number>();
  // Who presses Enter before the server has answered gets his step with the answer.
  const [wanted, setWanted] = useState<1 | -1>();
  const goTo = (seqs: readonly number[], from: number | undefined, by: 1 | -1) => {
    const next = placeAfter(seqs.length, from, by);
    setAt(next);
    setWanted(undefined);
    const target = next === undefined ? undefined : seqs[next];
    if (target !== undefined) log.goTo(target);
  };
  const hear = useEffectEvent((asked: string, matches: LogMatches) => {
    if (asked !== question) return;
    setAnswer({ question, matches });
    if (wanted) goTo(matches.seqs, undefined, wanted);
  });
  const ask = useEffectEvent(async () => {
    hear(question, (await search(runId, text, { levels, step })) ?? NONE);
  });
  const mustAsk = text !== "" && !isWhole && answer.question !== question;
  useEffect(() => {
    if (!mustAsk) return undefined;
    const timer = setTimeout(() => void ask(), TYPING_MS);
    return () => clearTimeout(timer);
  }, [mustAsk, question]);
  const told = mustAsk ? NONE : answer.matches;
  const seqs = text === "" ? [] : isWhole ? seqsHere(log, text) : told.seqs;
  return {
    text,
    setText: (next) => {
      setText(next);
      setAt(undefined);
      setWanted(undefined);
    },
    seqs,
    more: !isWhole && told.more,
    at,
    seq: at === undefined ? undefined : seqs[at],
    onServer: !isWhole,
    isAsking: mustAsk,
    step: (by) => (mustAsk ? setWanted(by) : goTo(seqs, at, by)),
  };
}

/** The first step leads to the newest match, which is nearest to where people read. */
function placeAfter(length: number, at: number | undefined, by: 1 | -1): number | undefined {
  if (length === 0) return undefined;
  if (at === undefined) return by === 1 ? 0 : length - 1;
  return (at + by + length) % length;
}

function seqsHere(log: Log, text: string): number[] {
  return log.chunks
    .flat()
    .filter((line) => holds(line, text))
    .map((line) => line.seq);
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
