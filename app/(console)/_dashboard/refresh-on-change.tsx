"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { Button } from "../../_ui/button.tsx";
import { useLive } from "../_live/use-live.ts";

type Props = {
  since: string;
  /** What stands on the page: numbers with their statuses. */
  known: ReadonlyArray<readonly [number, RunRow["status"]]>;
};

/** Several changes come at once; the page is read anew at most this often. */
const REST_MS = 2000;

/**
 * Reads the dashboard anew when a run came, began or ended, but never while the pointer or the focus is in one of its lists:
 * then a button offers it, so that nothing moves away under a hand.
 */
export function RefreshOnChange({ since, known }: Props) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const [stale, setStale] = useState(false);
  const [given, setGiven] = useState(since);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (given !== since) {
    setGiven(since);
    setStale(false);
  }
  const refresh = () => start(() => router.refresh());
  const later = () => {
    timer.current = undefined;
    if (document.querySelector("[data-hold]:is(:hover, :focus-within)")) setStale(true);
    else refresh();
  };
  const statuses = new Map(known);
  useLive({
    rows: "all",
    since,
    onRuns: (rows) => {
      if (rows.every((row) => statuses.get(row.id) === row.status)) return;
      timer.current ??= setTimeout(later, REST_MS);
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  if (!stale) return null;
  return (
    <Button small onClick={refresh} aria-busy={busy}>
      Show what changed
    </Button>
  );
}
