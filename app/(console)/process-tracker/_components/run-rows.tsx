"use client";

import type { ComponentProps } from "react";
import { SortHeader } from "../../../_ui/table.tsx";
import { TickAll } from "../../../_ui/tick-box.tsx";
import { useOnTick, withNews } from "../../../_ui/ticks.ts";
import { FreshSlot } from "../../_live/fresh-slot.tsx";
import { Announcer } from "./announcer.tsx";
import { BarKeys, ListKeys } from "./list-keys.tsx";
import { RunLine } from "./run-line.tsx";
import { TickBar, type ManyScope } from "./tick-bar.tsx";
import { ticked, tickedOf } from "./ticked.ts";
import { useLiveRows, type LiveRows } from "./use-live-rows.ts";
import type { ManyState } from "./use-many.ts";

export type RunRowsProps = LiveRows & {
  sort: "newest" | "oldest";
  sortHref: string;
  /** Undefined for those who may do nothing to any run: their rows have no boxes. */
  scope?: ManyScope;
  many: ManyState;
};

/** The stream counts no further. */
const FRESH_CAP = 100;

/** The rows that the server drew. Changes are taken over in place; new runs wait behind a button, and nothing moves by itself. */
export function RunRows(props: RunRowsProps) {
  const { rows, sort, sortHref, list, scope, many } = props;
  const chosen = ticked.use();
  const { shown, fresh } = useLiveRows(props);
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
            list={list}
          />
        </>
      )}
    </>
  );
}

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
        <th scope="col" className="r-pr">
          Progress, warnings
        </th>
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
