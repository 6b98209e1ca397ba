"use client";

import { useActionState, useEffect, useState } from "react";
import type { Sort } from "#lib/schedules/list-input.ts";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { useOnTick, withNews } from "../../../_ui/ticks.ts";
import { onTicked } from "../actions.ts";
import { Heads, type Order } from "./heads.tsx";
import { ListKeys } from "./list-keys.tsx";
import { ScheduleLine } from "./schedule-line.tsx";
import { TickBar } from "./tick-bar.tsx";
import { Became, type TickedAnswer } from "./ticked-answer.tsx";
import { ticked } from "./ticked.ts";
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
  const chosen = ticked.use();
  const [state, send] = useActionState(onTicked, undefined);
  const [dismissed, setDismissed] = useState<typeof state>();
  useEffect(() => {
    if (state?.ok) ticked.clear();
  }, [state]);
  const onTick = useOnTick(shown, { ticks: ticked, of: tickedOf, isTickable });
  const tickable = shown.filter(isTickable);
  const answer = state?.ok && state !== dismissed ? (state.value as TickedAnswer) : undefined;
  return (
    <>
      <div role="status">
        {answer && <Became answer={answer} onDismiss={() => setDismissed(state)} />}
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
        chosen={withNews(chosen.values(), shown, tickedOf)}
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

function Columns() {
  return (
    <colgroup>
      {["tick", "st", "log", "job", "dom", "plan", "strip", "last", "next"].map((name) => (
        <col key={name} className={`c-${name}`} />
      ))}
    </colgroup>
  );
}
