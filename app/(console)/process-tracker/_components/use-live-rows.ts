"use client";

import { useState } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { useLive } from "../../_live/use-live.ts";

export type LiveRows = {
  rows: RunRow[];
  /** The server's clock when they were read. */
  since: string;
  /** Query string of the list. */
  list: string;
  /** On the page where new runs would stand: the highest number on it. */
  top?: number;
};

/** The rows as the server drew them, then as they change; and how many new ones wait. */
export function useLiveRows({ rows, since, list, top }: LiveRows) {
  const [given, setGiven] = useState(rows);
  const [newer, setNewer] = useState<ReadonlyMap<number, RunRow>>(new Map());
  const [fresh, setFresh] = useState(0);
  if (given !== rows) {
    setGiven(rows);
    setNewer(new Map());
    setFresh(0);
  }
  useLive({
    rows: rows.map((row) => row.id),
    since,
    list: top === undefined ? undefined : list,
    top,
    onRuns: (changed) =>
      setNewer((before) => new Map([...before, ...changed.map((row) => [row.id, row] as const)])),
    onFresh: setFresh,
  });
  return { shown: rows.map((row) => newest(row, newer.get(row.id))), fresh };
}

/** A page that was read anew may know more than the last event. */
const newest = (row: RunRow, event: RunRow | undefined) =>
  event && event.updatedAt >= row.updatedAt ? event : row;
