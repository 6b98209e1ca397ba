"use client";

import { createContext, use, useMemo, useSyncExternalStore, type ReactNode } from "react";

export type TimeStyle = "relative" | "zone" | "utc";

type Clock = { zone: string; style: TimeStyle; serverNow: number; skewMs: number };

const ClockContext = createContext<Clock>({
  zone: "UTC",
  style: "relative",
  serverNow: 0,
  skewMs: 0,
});

type Props = { zone: string; style: TimeStyle; now: string; children: ReactNode };

/** Gives every time below it the viewer's zone and the server's clock, so that the first drawing is the server's own. */
export function ClockProvider({ zone, style, now, children }: Props) {
  const clock = useMemo(() => {
    const serverNow = Date.parse(now);
    // A reader's clock may be minutes wrong; "3 min ago" is counted on the server's.
    const skewMs = typeof window === "undefined" ? 0 : measuredSkew(serverNow);
    return { zone, style, serverNow, skewMs };
  }, [zone, style, now]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/**
 * A text that depends on the time, drawn anew only when it changes. All texts of a page share one timer, which rests
 * while the tab is hidden.
 */
export function useTicking(text: (now: Date, clock: Clock) => string): string {
  const clock = use(ClockContext);
  return useSyncExternalStore(
    subscribe,
    () => text(new Date(Date.now() + clock.skewMs), clock),
    () => text(new Date(clock.serverNow), clock),
  );
}

export const useClock = () => use(ClockContext);

let firstSkew: number | undefined;

/** Taken once, when the document comes: later answers carry no arrival time. Below 5 s it is the travelling time itself. */
function measuredSkew(serverNow: number): number {
  firstSkew ??= serverNow - (performance.timeOrigin + firstByteMs());
  return Math.abs(firstSkew) < 5000 ? 0 : firstSkew;
}

function firstByteMs(): number {
  const [entry] = performance.getEntriesByType("navigation");
  return entry instanceof PerformanceNavigationTiming ? entry.responseStart : 0;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

function tick() {
  if (document.hidden) return;
  for (const listener of listeners) listener();
}
