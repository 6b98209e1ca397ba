"use client";

import { useState } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { SortHeader } from "../../../_ui/table.tsx";
import { FreshSlot } from "../../_live/fresh-slot.tsx";
import { useLive } from "../../_live/use-live.ts";
import { Announcer } from "./announcer.tsx";
import { ListKeys } from "./list-keys.tsx";
import { RunLine } from "./run-line.tsx";

type Props = {
  rows: RunRow[];
  /** The server's clock when they were read. */
  since: string;
  sort: "newest" | "oldest";
  sortHref: string;
  /** Query string of the list. */
  list: string;
  /** On the page where new runs would stand: the highest number on it. */
  top?: number;
};

/** The stream counts no further. */
const FRESH_CAP = 100;

/** The rows that the server drew. Changes are taken over in place; new runs wait behind a button, and nothing moves by itself. */
export function RunList({ rows, since, sort, sortHref, list, top }: Props) {
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
  const shown = rows.map((row) => newest(row, newer.get(row.id)));
  return (
    <>
      <ListKeys />
      <Announcer rows={shown} />
      <FreshSlot count={fresh} noun="run" cap={FRESH_CAP} />
      {rows.length > 0 && (
        <table className="wide runs">
          <caption className="sr">Runs, {sort} first</caption>
          <Columns />
          <Heads sort={sort} sortHref={sortHref} />
          <tbody>
            {shown.map((row) => (
              <RunLine key={row.id} run={row} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** A page that was read anew may know more than the last event. */
const newest = (row: RunRow, event: RunRow | undefined) =>
  event && event.updatedAt >= row.updatedAt ? event : row;

function Columns() {
  return (
    <colgroup>
      {["st", "run", "pr", "type", "cr", "up", "du", "ac"].map((name) => (
        <col key={name} className={`c-${name}`} />
      ))}
    </colgroup>
  );
}

function Heads({ sort, sortHref }: Pick<Props, "sort" | "sortHref">) {
  return (
    <thead>
      <tr>
        <th scope="col">Status</th>
        <th scope="col">Run</th>
        <th scope="col">Progress, warnings</th>
        <th scope="col">Type, domain</th>
        <SortHeader href={sortHref} sorted={sort === "newest" ? "descending" : "ascending"}>
          Created
        </SortHeader>
        <th scope="col">Updated</th>
        <th scope="col" className="num">
          Duration
        </th>
        <th scope="col">
          <span className="sr">Action</span>
        </th>
      </tr>
    </thead>
  );
}
