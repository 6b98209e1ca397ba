"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { LogEvent } from "#lib/runs/log-stream.ts";

export type StreamState = "live" | "reconnecting" | "off";

/** After an answer that is none the browser does not come back by itself. */
const REOPEN_MS = 3000;

type Input = {
  runId: number;
  /** Whether there is something to wait for. */
  on: boolean;
  /** The last line that is here. */
  lastSeq: number;
  onEvent: (event: LogEvent) => void;
};

/**
 * Follows a log while the tab can be seen. A connection that breaks is taken up at the line where it broke; a hidden tab closes
 * it and catches up when it is seen again.
 */
export function useStream({ runId, on, lastSeq, onEvent }: Input): StreamState {
  const [state, setState] = useState<StreamState>(on ? "live" : "off");
  const take = useEffectEvent(onEvent);
  const after = useEffectEvent(() => lastSeq);
  useEffect(() => {
    if (!on) return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = () => {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    };
    const open = () => {
      close();
      if (document.hidden) return;
      source = new EventSource(`/api/runs/${runId}/log/stream?after=${after()}`);
      source.addEventListener("open", () => setState("live"));
      source.addEventListener("lines", (message) => {
        const event = JSON.parse(message.data as string) as LogEvent;
        take(event);
        if (event.status) close();
      });
      source.addEventListener("error", () => {
        setState("reconnecting");
        // Opened anew by hand: the browser itself waits longer and forgets what came in pieces.
        close();
        timer = setTimeout(open, REOPEN_MS / 6);
      });
    };
    const onVisibility = () => (document.hidden ? close() : open());
    document.addEventListener("visibilitychange", onVisibility);
    addEventListener("pagehide", close);
    open();
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      removeEventListener("pagehide", close);
      close();
    };
  }, [runId, on]);
  return on ? state : "off";
}
