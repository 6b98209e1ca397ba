"use client";

import Link from "next/link";
import { useState, type KeyboardEvent } from "react";
import { STATUS, type RunStatus } from "#lib/runs/status.ts";
import type { StripExecution } from "#lib/schedules/executions-strip.ts";
import { moment } from "#lib/text/dates.ts";
import { duration } from "#lib/text/durations.ts";
import { useClock, useTicking } from "../../../../_ui/clock.tsx";
import { Time } from "../../../../_ui/time.tsx";

type Props = { runs: StripExecution[]; usualMs: number | null };

const SLOTS = 30;
const LINE_Y = 66;
const TALLEST = 58;
const HANGS = 16;
/** With fewer bars than this the words under them would not fit. */
const ENDS_APART = 9;
/** Per cent of the width. */
const PITCH = 100 / SLOTS;

/**
 * Height is duration, what failed hangs, hollow was stopped; each bar leads to its run. Thirty are one stop of the Tab key: the
 * arrow keys walk along them.
 */
export function ExecutionStrip({ runs, usualMs }: Props) {
  const [stop, setStop] = useState(runs.length - 1);
  if (runs.length === 0) return null;
  const longest = Math.max(1, usualMs ?? 0, ...runs.map((run) => run.durationMs ?? 0));
  return (
    <figure>
      <figcaption>
        <b>Last {runs.length} runs</b>
        <span className="dim">
          height is duration,{" "}
          {usualMs !== null && `the dashed line the usual ${duration(usualMs)}, `}what failed hangs
        </span>
      </figcaption>
      {/* Listens for its links, which are what can be operated. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="big" onKeyDown={walk}>
        {usualMs !== null && (
          <span className="usual" style={{ bottom: 18 + heightOf(usualMs, longest) }} />
        )}
        {runs.map((run, index) => (
          <Bar
            key={run.id}
            run={run}
            left={(SLOTS - runs.length + index) * PITCH}
            height={heightOf(run.durationMs ?? 0, longest)}
            isStop={index === Math.min(stop, runs.length - 1)}
            onFocus={() => setStop(index)}
          />
        ))}
      </div>
      <Ends runs={runs} />
    </figure>
  );
}

/** When the first, the middle and the last of them were. */
function Ends({ runs }: { runs: StripExecution[] }) {
  // The newest stands at the right end, as in the small strips' order of time.
  const begin = `${(SLOTS - runs.length) * PITCH}%`;
  const middle = runs[Math.floor(runs.length / 2)];
  return (
    <div className="ends" style={{ paddingLeft: begin }}>
      <span>{runs.length > ENDS_APART && runs[0] && <Time at={runs[0].at} form="moment" />}</span>
      {runs.length > 2 * ENDS_APART && middle && (
        <span>
          <Time at={middle.at} form="moment" />
        </span>
      )}
      <span className="on">
        <Time at={(runs.at(-1) as StripExecution).at} form="moment" />
      </span>
    </div>
  );
}

const heightOf = (ms: number, longest: number) =>
  Math.max(3, Math.round(Math.min(1, ms / longest) * TALLEST));

function walk(event: KeyboardEvent<HTMLElement>) {
  const bars = [...event.currentTarget.querySelectorAll("a")];
  const at = bars.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  bars[Math.max(0, Math.min(bars.length - 1, to))]?.focus();
}

type BarProps = {
  run: StripExecution;
  left: number;
  height: number;
  /** Where the Tab key stops. */
  isStop: boolean;
  onFocus: () => void;
};

function Bar({ run, left, height, isStop, onFocus }: BarProps) {
  const { zone } = useClock();
  const when = useTicking((now) => moment(new Date(run.at), now, zone));
  const took = run.durationMs === null ? "" : `, ${duration(run.durationMs)}`;
  const label = `Run #${run.id}, ${when}: ${STATUS[run.status].label.toLowerCase()}${took}`;
  const shape = SHAPES[run.status] ?? "s-none";
  const hangs = shape === "s-fail";
  return (
    <Link
      className={isStop ? "bar30 stop" : "bar30"}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      href={`/process-tracker/${run.id}`}
      prefetch={false}
      aria-label={label}
      title={label}
      style={{ left: `${left}%`, width: `${PITCH}%` }}
    >
      <span
        className={shape}
        style={hangs ? { top: LINE_Y + 1, height: HANGS } : { top: LINE_Y - height, height }}
      />
      {run.status === "completed-with-warnings" && (
        <span className="s-warn" style={{ top: LINE_Y - height - 6, height: 4 }} />
      )}
    </Link>
  );
}

const SHAPES: Partial<Record<RunStatus, string>> = {
  completed: "s-ok",
  settled: "s-ok",
  "completed-with-warnings": "s-ok",
  failed: "s-fail",
  interrupted: "s-fail",
  stopped: "s-stop",
  running: "s-run",
  stopping: "s-run",
};
