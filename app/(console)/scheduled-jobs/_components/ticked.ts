"use client";

import { useSyncExternalStore } from "react";

/** A ticked job, with what the bar says of it while its row is on another page. */
export type Ticked = {
  id: string;
  identifier: string;
  /** Whether something of it is under way. */
  alive: boolean;
  mayRun: boolean;
  mayStop: boolean;
  /** What stopping means for it. */
  stopMeaning: string;
};

type All = ReadonlyMap<string, Ticked>;

const NONE: All = new Map();
let all: All = NONE;
const listeners = new Set<() => void>();

/** The ticks outlive a page of the list, a filter and an opened window; a new document begins without any. */
export const ticked = {
  set(rows: readonly Ticked[], on: boolean) {
    const next = new Map(all);
    for (const row of rows) {
      if (on) next.set(row.id, row);
      else next.delete(row.id);
    }
    change(next);
  },
  clear() {
    if (all.size > 0) change(NONE);
  },
};

export const useTicked = (): All =>
  useSyncExternalStore(
    subscribe,
    () => all,
    () => NONE,
  );

function change(next: All) {
  all = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
