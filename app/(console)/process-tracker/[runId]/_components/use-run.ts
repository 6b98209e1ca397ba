"use client";

import { useLayoutEffect, useRef, useState } from "react";
import type { RunDetail } from "#lib/runs/get.ts";
import { useLive } from "../../../_live/use-live.ts";
import { runTitle } from "./run-title.ts";

/** Two readings of the whole page are at least so far apart; its row comes with the event itself. */
const READ_EVERY_MS = 400;

/** The run as it is now: what the server drew, then what the live stream and a reading of its parts tell. */
export function useRun(initial: RunDetail, prefix: string): RunDetail {
  const [detail, setDetail] = useState(initial);
  // A page that was drawn anew, after an action for instance, knows better.
  if (initial.readAt > detail.readAt) setDetail(initial);
  const { id } = detail.run;
  const ask = useReading(id, (next) =>
    setDetail((known) => (next.readAt > known.readAt ? next : known)),
  );
  useLive({
    rows: [id],
    run: id,
    since: initial.readAt,
    onRuns: (rows) => {
      const run = rows.find((row) => row.id === id);
      if (run) setDetail((known) => ({ ...known, run }));
      ask();
    },
  });
  useTitle(prefix, runTitle(detail));
  return detail;
}

/** Reads the run's parts, one reading after the other; what is asked for meanwhile is read once afterwards. */
function useReading(id: number, take: (next: RunDetail) => void): () => void {
  const state = useRef({ busy: false, again: false });
  const read = async () => {
    if (state.current.busy) {
      state.current.again = true;
      return;
    }
    state.current.busy = true;
    do {
      state.current.again = false;
      const next = await fetched(id);
      if (next) take(next);
      await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
    } while (state.current.again);
    state.current.busy = false;
  };
  return () => void read();
}

/** Nothing while the server is away: the page keeps what it has, and the stream says that it is not live. */
async function fetched(id: number): Promise<RunDetail | undefined> {
  try {
    const answer = await fetch(`/api/runs/${id}`, { cache: "no-store" });
    return answer.ok ? ((await answer.json()) as RunDetail) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Next draws the title of the first state; it follows from then on. A page that is drawn anew, after an action for instance, brings the
 * title of the moment in which it was read, which may come late: then the run has gone on.
 */
function useTitle(prefix: string, title: string) {
  useLayoutEffect(() => {
    const wanted = `${prefix}${title} · Nightshift`;
    const tail = wanted.slice(prefix.length + title.indexOf(" · "));
    const follow = () => {
      if (document.title !== wanted && isOfRun(document.title, prefix, tail))
        document.title = wanted;
    };
    follow();
    const observer = new MutationObserver(follow);
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => observer.disconnect();
  }, [prefix, title]);
}

/** The same page's title in another state; that of the next page is left alone. */
const isOfRun = (shown: string, prefix: string, tail: string) =>
  shown.startsWith(prefix) &&
  shown.endsWith(tail) &&
  !shown.slice(prefix.length, -tail.length).includes(" · ");
