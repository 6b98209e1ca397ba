"use client";

import { useEffect, useEffectEvent, useRef, type RefObject } from "react";
import type { Log } from "./use-log.ts";
import { isAtEnd, lastVisibleSeq } from "./visible-lines.ts";

/** Reading takes a moment, and the server need not know of every line. */
const SETTLE_MS = 700;

/** Tells the server up to which line this reader has seen the log: the last visible one, or all of it at its end. */
export function useReadMark(
  box: RefObject<HTMLElement | null>,
  runId: number,
  readSeq: number,
  log: Log,
): void {
  const known = useRef(readSeq);
  const tell = useEffectEvent(() => {
    const seq = seenSeq(log);
    if (document.hidden || seq === undefined || seq <= known.current) return;
    known.current = seq;
    void send(runId, seq);
  });
  useEffect(() => {
    const timer = setTimeout(() => tell(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [log.lastSeq, log.chunks]);
  useEffect(() => {
    const element = box.current;
    let timer: ReturnType<typeof setTimeout>;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => tell(), SETTLE_MS);
    };
    element?.addEventListener("scroll", later, { passive: true });
    return () => {
      clearTimeout(timer);
      element?.removeEventListener("scroll", later);
    };
  }, [box]);
}

/** At the end nothing is left to read, also where the last lines are hidden by their level. */
const seenSeq = ({ atEnd, lastSeq }: Log) => (atEnd && isAtEnd() ? lastSeq : lastVisibleSeq());

/** Lost on a bad connection, it is only told again later. */
async function send(runId: number, seq: number): Promise<void> {
  const body = JSON.stringify({ seq });
  const headers = { "content-type": "application/json" };
  const sent = fetch(`/api/runs/${runId}/log/read`, {
    method: "POST",
    body,
    headers,
    keepalive: true,
  });
  await sent.catch(() => undefined);
}
