"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { liveConnection, type LiveState, type Wish } from "./connection.ts";

type Live = Wish & {
  /** Rows that changed, as this viewer may see them now; at most every 250 ms. */
  onRuns?: (rows: RunRow[]) => void;
  /** How many runs that match `list` have come above `top`. */
  onFresh?: (count: number) => void;
};

const SERVER: LiveState = { state: "live" };

/** Follows runs while the calling part stands on the page. All parts of a tab share one stream. */
export function useLive({ rows, run, list, top, since, onRuns, onFresh }: Live): LiveState {
  const takeRuns = useEffectEvent((found: RunRow[]) => onRuns?.(found));
  const takeFresh = useEffectEvent((count: number) => onFresh?.(count));
  const key = rows === "all" ? "all" : rows.join(",");
  useEffect(() => {
    const followed = key === "all" ? "all" : key.split(",").filter(Boolean).map(Number);
    return liveConnection.add({
      wish: { rows: followed, run, list, top, since },
      onUpdate: (update) => {
        if (update.runs.length > 0) takeRuns(update.runs);
        if (update.fresh !== undefined) takeFresh(update.fresh);
      },
    });
  }, [key, run, list, top, since]);
  return useLiveState();
}

/** Whether the page is live, for those who show it. */
export const useLiveState = () =>
  useSyncExternalStore(liveConnection.subscribe, liveConnection.snapshot, () => SERVER);
