"use client";

import type { Sort } from "#lib/schedules/list-input.ts";
import { SortHeader } from "../../../_ui/table.tsx";
import { TickAll } from "../../../_ui/tick-box.tsx";

/** By which column the rows are ordered, and where each head leads. */
export type Order = { sort: Sort; order: "up" | "down"; hrefs: Record<Sort, string> };

type Props = {
  order: Order;
  /** Of the rows on this page that can be ticked. */
  ticked: number;
  tickable: number;
  onAll: (on: boolean) => void;
};

/** The heads that have an order are links; the first one ticks the page. */
export function Heads({ order, ticked, tickable, onAll }: Props) {
  const sortable = (sort: Sort, label: string) => (
    <SortHeader
      className={`s-${sort}`}
      href={order.hrefs[sort]}
      sorted={order.sort !== sort ? undefined : order.order === "up" ? "ascending" : "descending"}
    >
      {label}
    </SortHeader>
  );
  return (
    <thead>
      <tr>
        <th scope="col" className="s-tick">
          {tickable > 0 && <TickAll ticked={ticked} tickable={tickable} onAll={onAll} />}
        </th>
        {sortable("status", "Status")}
        <th scope="col" className="s-log">
          Log
        </th>
        {sortable("identifier", "Scheduled job")}
        {sortable("domain", "Domain, type")}
        {sortable("planning", "Planning")}
        <th scope="col" className="s-strip">
          Last 30 runs
        </th>
        {sortable("last", "Last run")}
        {sortable("next", "Next run")}
      </tr>
    </thead>
  );
}
