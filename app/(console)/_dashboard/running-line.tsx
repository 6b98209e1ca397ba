import Link from "next/link";
import type { RunRow } from "#lib/runs/row.ts";
import { STATUS } from "#lib/runs/status.ts";
import { clockTime } from "#lib/text/dates.ts";
import { about } from "#lib/text/durations.ts";
import { percent } from "#lib/text/numbers.ts";
import { Time } from "../../_ui/time.tsx";
import { MainAction } from "../process-tracker/_components/run-actions.tsx";
import { endOf, startOf, type Axis } from "./axis.ts";

type Props = { run: RunRow; axis: Axis; nowMs: number; zone: string };

/** One run on the axis, with its end in words and its one action. */
export function RunningLine({ run, axis, nowMs, zone }: Props) {
  return (
    <li className="g">
      <div>
        <Link className="id" href={`/process-tracker/${run.id}`} prefetch={false}>
          {run.title}
        </Link>
        <span className="two desk">
          #{run.id} · {run.domain?.name ?? "Installation"}
        </span>
      </div>
      <div className="ln">
        <Bars run={run} axis={axis} nowMs={nowMs} />
        <span className="lb" style={{ left: `calc(${axis.at(labelAt(run, nowMs))}% + 8px)` }}>
          <Until run={run} nowMs={nowMs} zone={zone} />
        </span>
        {run.progress?.share != null && (
          <span className="bar phone" aria-hidden="true">
            <i style={{ width: percent(run.progress.share).replace(/\s/g, "") }} />
          </span>
        )}
      </div>
      <div className="num">
        <MainAction run={run} />
      </div>
    </li>
  );
}

const labelAt = (run: RunRow, nowMs: number) =>
  STATUS[run.status].live
    ? Math.max(nowMs, endOf(run, nowMs) ?? nowMs)
    : Date.parse(run.endedAt ?? run.updatedAt);

function Bars({ run, axis, nowMs }: Omit<Props, "zone">) {
  const [start, end] = [axis.at(startOf(run, nowMs)), endOf(run, nowMs)];
  const until = end === null ? null : axis.at(end);
  const span = (from: number, to: number) => ({
    left: `${from}%`,
    width: `${Math.max(0.3, to - from)}%`,
  });
  if (run.status === "queued")
    return until === null ? null : <i className="ho desk" style={span(start, until)} />;
  const gone = STATUS[run.status].live ? axis.at(nowMs) : axis.at(labelAt(run, nowMs));
  return (
    <>
      <i className="go desk" style={span(start, gone)} />
      {until !== null && until > gone && <i className="es desk" style={span(gone, until)} />}
    </>
  );
}

/** "21:45 ≈ 2 min 40 s", "estimating…", "21:51 starts ≈ 21:45"; of one that has ended meanwhile, how. */
function Until({ run, nowMs, zone }: Omit<Props, "axis">) {
  const end = endOf(run, nowMs);
  if (run.status === "queued") return <Queued run={run} end={end} nowMs={nowMs} zone={zone} />;
  if (run.status === "stopping") return <b>stopping…</b>;
  if (run.status !== "running") {
    return (
      <>
        <b>{STATUS[run.status].label}</b> {run.endedAt && <Time at={run.endedAt} />}
      </>
    );
  }
  if (end === null)
    return <b>{run.timeLeft === "longer-than-usual" ? "longer than usual" : "estimating…"}</b>;
  return (
    <>
      <b>{clockTime(new Date(end), zone)}</b> {about(end - nowMs)}
    </>
  );
}

function Queued({ run, end, nowMs, zone }: Omit<Props, "axis"> & { end: number | null }) {
  const starts = run.waits?.startsInSeconds;
  if (!starts || end === null) {
    return (
      <>
        <b>{run.waits?.place ?? "waits"}</b> {run.waits?.reason}
      </>
    );
  }
  return (
    <>
      <b>{clockTime(new Date(end), zone)}</b> starts ≈{" "}
      {clockTime(new Date(nowMs + starts * 1000), zone)}
    </>
  );
}
