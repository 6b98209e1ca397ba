"use client";

import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";

type Id = string | number;
type All<T> = ReadonlyMap<T extends { id: infer I } ? I : never, T>;

export type Ticks<T extends { id: Id }> = {
  set: (rows: readonly T[], on: boolean) => void;
  /** Takes the others away. */
  keep: (isKept: (id: T["id"]) => boolean) => void;
  clear: () => void;
  use: () => All<T>;
};

/** The ticks of a list. They outlive a page of it, a filter and an opened window; a new document begins without any. */
export function makeTicks<T extends { id: Id }>(): Ticks<T> {
  const none: ReadonlyMap<Id, T> = new Map();
  let all = none;
  const listeners = new Set<() => void>();
  const change = (next: typeof all) => {
    all = next;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    set(rows, on) {
      const next = new Map(all);
      for (const row of rows) {
        if (on) next.set(row.id, row);
        else next.delete(row.id);
      }
      change(next);
    },
    keep(isKept) {
      change(new Map([...all].filter(([id]) => isKept(id as T["id"]))));
    },
    clear() {
      if (all.size > 0) change(none);
    },
    use: () =>
      useSyncExternalStore(
        subscribe,
        () => all,
        () => none,
      ) as All<T>,
  };
}

export type OnTick<Row> = (row: Row, on: boolean, isRange: boolean) => void;

type Range<Row, T extends { id: Id }> = {
  ticks: Ticks<T>;
  /** What is kept of a ticked row. */
  of: (row: Row) => T;
  isTickable?: (row: Row) => boolean;
};

/** Ticks a row, with Shift all from the one that was ticked before to it. The answer stays the same, so that rows need not be drawn anew. */
export function useOnTick<Row extends { id: Id }, T extends { id: Id }>(
  rows: Row[],
  { ticks, of, isTickable = () => true }: Range<Row, T>,
): OnTick<Row> {
  const latest = useRef({ rows, of, isTickable });
  const anchor = useRef<Id>(undefined);
  useEffect(() => {
    latest.current = { rows, of, isTickable };
  });
  return useCallback(
    (row, on, isRange) => {
      const now = latest.current;
      const chosen = isRange
        ? between(now.rows, anchor.current, row.id).filter(now.isTickable)
        : [row];
      ticks.set(chosen.map(now.of), on);
      anchor.current = row.id;
    },
    [ticks],
  );
}

function between<Row extends { id: Id }>(rows: Row[], from: Id | undefined, to: Id): Row[] {
  const ends = [rows.findIndex((row) => row.id === from), rows.findIndex((row) => row.id === to)];
  if (ends.includes(-1)) return rows.filter((row) => row.id === to);
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1);
}

/** What is known of the ticked ones, newer where their rows are on this page. */
export function withNews<Row extends { id: Id }, T extends { id: Id }>(
  chosen: Iterable<T>,
  shown: Row[],
  of: (row: Row) => T,
): T[] {
  const rows = new Map(shown.map((row) => [row.id, row]));
  return [...chosen].map((each) => {
    const row = rows.get(each.id);
    return row ? of(row) : each;
  });
}
