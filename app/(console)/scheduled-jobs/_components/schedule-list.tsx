"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import type { Sort } from "#lib/schedules/list-input.ts";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { onTicked } from "../actions.ts";
import { Heads, type Order } from "./heads.tsx";
import { ListKeys } from "./list-keys.tsx";
import { ScheduleLine } from "./schedule-line.tsx";
import { TickBar } from "./tick-bar.tsx";
import { Answer, type TickedAnswer } from "./ticked-answer.tsx";
import { ticked, useTicked, type Ticked } from "./ticked.ts";
import { tickedOf } from "./ticked-of.ts";
import { useRows } from "./use-rows.ts";

type Props = {
  rows: ScheduleRow[];
  /** The database's clock before they were read. */
  since: string;
  order: Order;
  /** Query string of the filters. */
  query: string;
  /** How many match the filters, on all pages. */
  total: number;
};

/** The rows that the server drew, taken over as they change, and what is done with the ticked ones. */
export function ScheduleList({ rows, since, order, query, total }: Props) {
  const shown = useRows(rows, since);
  const chosen = useTicked();
  const [state, send] = useActionState(onTicked, undefined);
  const [dismissed, setDismissed] = useState<typeof state>();
  const anchor = useRef<string>(undefined);
  useEffect(() => {
    if (state?.ok) ticked.clear();
  }, [state]);
  const onTick = (row: ScheduleRow, on: boolean, range: boolean) => {
    ticked.set((range ? between(shown, anchor.current, row.id) : [row]).map(tickedOf), on);
    anchor.current = row.id;
  };
  const tickable = shown.filter(isTickable);
  const answer = state?.ok && state !== dismissed ? (state.value as TickedAnswer) : undefined;
  return (
    <>
      <div role="status">
        {answer && <Answer answer={answer} onDismiss={() => setDismissed(state)} />}
      </div>
      {rows.length > 0 && (
        <table className="wide jobs">
          <caption className="sr">Scheduled jobs, ordered by {ORDERED_BY[order.sort]}</caption>
          <Columns />
          <Heads
            order={order}
            ticked={tickable.filter((row) => chosen.has(row.id)).length}
            tickable={tickable.length}
            onAll={(on) => ticked.set(tickable.map(tickedOf), on)}
          />
          <tbody>
            {shown.map((row) => (
              <ScheduleLine
                key={row.id}
                row={row}
                ticked={chosen.has(row.id)}
                onTick={onTick}
                query={query}
              />
            ))}
          </tbody>
        </table>
      )}
      <TickBar
        chosen={withNews(chosen, shown)}
        page={tickable.map((row) => row.id)}
        total={total}
        query={query}
        send={send}
        refused={state?.ok === false ? state : undefined}
      />
      <ListKeys />
    </>
  );
}

const ORDERED_BY: Record<Sort, string> = {
  status: "the status of the last run",
  identifier: "identifier",
  domain: "domain",
  planning: "planning",
  last: "last run",
  next: "next run",
};

const isTickable = (row: ScheduleRow) => row.may.run || row.lastRun?.may.stop === true;

/** What is known of the ticked ones, newer where their rows are on this page. */
function withNews(chosen: ReadonlyMap<string, Ticked>, shown: ScheduleRow[]): Ticked[] {
  const rows = new Map(shown.map((row) => [row.id, row]));
  return [...chosen.values()].map((each) => {
    const row = rows.get(each.id);
    return row ? tickedOf(row) : each;
  });
}

/** The tickable rows from the one that was ticked before to this one. */
function between(rows: ScheduleRow[], from: string | undefined, to: string): ScheduleRow[] {
  const ends = [rows.findIndex((row) => row.id === from), rows.findIndex((row) => row.id === to)];
  if (ends.includes(-1)) return rows.filter((row) => row.id === to);
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1).filter(isTickable);
}

function Columns() {
  return (
    <colgroup>
      {["tick", "st", "log", "job", "dom", "plan", "strip", "last", "next"].map((name) => (
        <col key={name} className={`c-${name}`} />
      ))}
    </colgroup>
  );
}
