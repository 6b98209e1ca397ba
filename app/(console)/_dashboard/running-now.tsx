"use client";

import Link from "next/link";
import { useState } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { clockTime, shortMoment } from "#lib/text/dates.ts";
import { useClock, useTicking } from "../../_ui/clock.tsx";
import { useLive } from "../_live/use-live.ts";
import { axisOf } from "./axis.ts";
import { RunningLine } from "./running-line.tsx";

/** The axis moves on in steps of this size; finer ones would move the bars under the reader's eyes. */
const STEP_MS = 5000;

type Props = { rows: RunRow[]; since: string };

/** One bar per run: solid what has gone by, hatched what is expected, hollow what waits. */
export function RunningNow({ rows, since }: Props) {
  const [given, setGiven] = useState(rows);
  const [newer, setNewer] = useState<ReadonlyMap<number, RunRow>>(new Map());
  if (given !== rows) {
    setGiven(rows);
    setNewer(new Map());
  }
  useLive({
    rows: "all",
    since,
    onRuns: (changed) =>
      setNewer((before) => new Map([...before, ...changed.map((row) => [row.id, row] as const)])),
  });
  const nowMs = Number(useTicking((now) => String(Math.floor(now.getTime() / STEP_MS) * STEP_MS)));
  const shown = rows.map((row) => newer.get(row.id) ?? row);
  return (
    <section aria-labelledby="now">
      <div className="sec">
        <h2 id="now">What runs now, and until when</h2>
        <span className="e">
          <Link
            className="link"
            href="/process-tracker?status=running,stopping,queued"
            prefetch={false}
          >
            Process tracker
          </Link>
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="none">Nothing is running.</p>
      ) : (
        <Lines rows={shown} nowMs={nowMs} />
      )}
    </section>
  );
}

function Lines({ rows, nowMs }: { rows: RunRow[]; nowMs: number }) {
  const { zone } = useClock();
  const axis = axisOf(rows, nowMs);
  return (
    <div className="gx">
      <div className="ax desk" aria-hidden="true">
        <div>
          {axis.ticks.map((tick) => (
            <time
              key={tick}
              dateTime={new Date(tick).toISOString()}
              style={{ left: `${axis.at(tick)}%` }}
            >
              {shortMoment(new Date(tick), new Date(nowMs), zone)}
            </time>
          ))}
          <time
            className="n"
            dateTime={new Date(nowMs).toISOString()}
            style={{ left: `${axis.at(nowMs)}%` }}
          >
            {clockTime(new Date(nowMs), zone)}
          </time>
        </div>
      </div>
      <ul>
        {rows.map((run) => (
          <RunningLine key={run.id} run={run} axis={axis} nowMs={nowMs} zone={zone} />
        ))}
      </ul>
      <div className="nl desk" aria-hidden="true">
        <i style={{ left: `${axis.at(nowMs)}%` }} />
      </div>
    </div>
  );
}
