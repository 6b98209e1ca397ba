"use client";

import { useState, type ComponentProps } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { SortHeader } from "../../../_ui/table.tsx";
import { TickAll } from "../../../_ui/tick-box.tsx";
import { useOnTick, withNews } from "../../../_ui/ticks.ts";
import { FreshSlot } from "../../_live/fresh-slot.tsx";
import { useLive } from "../../_live/use-live.ts";
import { Announcer } from "./announcer.tsx";
import { BarKeys, ListKeys } from "./list-keys.tsx";
import { RunLine } from "./run-line.tsx";
import { TickBar, type ManyScope } from "./tick-bar.tsx";
import { ticked, tickedOf } from "./ticked.ts";
import type { ManyState } from "./use-many.ts";

export type RunRowsProps = {
  rows: RunRow[];
  /** The server's clock when they were read. */
  since: string;
  sort: "newest" | "oldest";
  sortHref: string;
  /** Query string of the list. */
  list: string;
  /** On the page where new runs would stand: the highest number on it. */
  top?: number;
  /** Undefined for those who may do nothing to any run: their rows have no boxes. */
  scope?: ManyScope;
  many: ManyState;
};

/** The stream counts no further. */
const FRESH_CAP = 100;

/** The rows that the server drew. Changes are taken over in place; new runs wait behind a button, and nothing moves by itself. */
export function RunRows(props: RunRowsProps) {
  const { rows, since, sort, sortHref, list, top, scope, many } = props;
  const chosen = ticked.use();
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
  const onTick = useOnTick(shown, { ticks: ticked, of: tickedOf });
  const all = scope && {
    ticked: shown.filter(({ id }) => chosen.has(id)).length,
    tickable: shown.length,
    onAll: (on: boolean) => ticked.set(shown.map(tickedOf), on),
  };
  return (
    <>
      <ListKeys />
      <Announcer rows={shown} />
      <FreshSlot count={fresh} noun="run" cap={FRESH_CAP} />
      {rows.length > 0 && (
        <table className={scope ? "wide runs ticks" : "wide runs"}>
          <caption className="sr">Runs, {sort} first</caption>
          <Columns tick={scope !== undefined} />
          <Heads sort={sort} sortHref={sortHref} all={all} />
          <tbody>
            {shown.map((row) => (
              <RunLine
                key={row.id}
                run={row}
                ticked={chosen.has(row.id)}
                onTick={scope && onTick}
              />
            ))}
          </tbody>
        </table>
      )}
      {scope && (
        <>
          <BarKeys />
          <TickBar
            chosen={withNews(chosen.values(), shown, tickedOf)}
            page={rows.map(({ id }) => id)}
            many={many}
            scope={scope}
          />
        </>
      )}
    </>
  );
}

/** A page that was read anew may know more than the last event. */
const newest = (row: RunRow, event: RunRow | undefined) =>
  event && event.updatedAt >= row.updatedAt ? event : row;

function Columns({ tick }: { tick: boolean }) {
  return (
    <colgroup>
      {tick && <col className="c-tick" />}
      {["st", "run", "pr", "type", "cr", "up", "du", "ac"].map((name) => (
        <col key={name} className={`c-${name}`} />
      ))}
    </colgroup>
  );
}

type HeadsProps = Pick<RunRowsProps, "sort" | "sortHref"> & {
  all?: ComponentProps<typeof TickAll>;
};

function Heads({ sort, sortHref, all }: HeadsProps) {
  return (
    <thead>
      <tr>
        {all && (
          <th scope="col" className="r-tick">
            <TickAll {...all} />
          </th>
        )}
        <th scope="col">Status</th>
        <th scope="col">Run</th>
        <th scope="col">Progress, warnings</th>
        <th scope="col" className="r-type">
          Type, domain
        </th>
        <SortHeader href={sortHref} sorted={sort === "newest" ? "descending" : "ascending"}>
          Created
        </SortHeader>
        <th scope="col" className="r-up">
          Updated
        </th>
        <th scope="col" className="num r-du">
          Duration
        </th>
        <th scope="col">
          <span className="sr">Action</span>
        </th>
      </tr>
    </thead>
  );
}
