"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { useLive } from "../../../_live/use-live.ts";

/** Several runs begin and end at once; the axis is read anew at most this often. */
const REST_MS = 10_000;
/** Time goes on: now moves, and what was planned becomes due. */
const ALWAYS_MS = 60_000;
/** While a hand or the keyboard is on the axis nothing moves under it; then it is asked again. */
const HELD_MS = 3_000;

/** Reads the axis anew when a run came, began or ended, and once a minute; never while the page is paused or hidden. */
export function RefreshAxis({ since }: { since: string }) {
  const router = useRouter();
  const statuses = useRef(new Map<number, RunRow["status"]>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { state } = useLive({
    rows: "all",
    since,
    onRuns: (rows) => {
      const changed = rows.filter((row) => statuses.current.get(row.id) !== row.status);
      for (const row of changed) statuses.current.set(row.id, row.status);
      if (changed.length > 0) later(REST_MS);
    },
  });
  const later = useEffectEvent((ms: number) => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (state === "paused" || document.hidden) return;
      if (document.querySelector("[data-hold]:is(:hover, :focus-within)")) later(HELD_MS);
      else router.refresh();
    }, ms);
  });
  useEffect(() => {
    const always = setInterval(() => later(0), ALWAYS_MS);
    return () => {
      clearInterval(always);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
  return null;
}
