import type { Mark, MarkKind } from "#lib/schedules/mark.ts";
import { shareOf } from "./lane-cursor.ts";
import type { Span } from "./mark-words.ts";

type Props = { marks: readonly Mark[]; span: Span };

/** A run that takes less of the axis than this is no wider than its mark. */
const WIDE = 0.006;

/** What has a width, and the signs that are more than a stroke: running, long runs, late, skipped. */
export function LaneSigns({ marks, span }: Props) {
  const wide = marks.filter((mark) => mark.kind === "running" || widthOf(mark, span) > WIDE);
  const late = marks.filter(({ kind, lateSeconds }) => lateSeconds && kind !== "missed");
  const skipped = marks.filter(
    ({ kind }) => kind === "skipped-running" || kind === "skipped-paused",
  );
  if (wide.length + late.length + skipped.length === 0) return null;
  return (
    <svg className="signs" width="100%" height="36" aria-hidden="true">
      {wide.map((mark) => (
        <Wide key={mark.at} mark={mark} span={span} />
      ))}
      {late.map((mark) => (
        <svg key={mark.at} x={percent(shareOf(mark.at, span))} overflow="visible">
          <path className="m-late" d="M-8 16v7M-8 19.5h6" />
        </svg>
      ))}
      {skipped.map((mark) => (
        <svg key={mark.at} x={percent(shareOf(mark.at, span))} overflow="visible">
          <path className="m-skip" d="M-2 15l5 4l-5 4" />
        </svg>
      ))}
    </svg>
  );
}

const FILL: Partial<Record<MarkKind, { className: string; y: number; height: number }>> = {
  ran: { className: "s-ok", y: 10, height: 13 },
  settled: { className: "s-ok", y: 10, height: 13 },
  warned: { className: "s-ok", y: 14, height: 9 },
  failed: { className: "s-fail", y: 24, height: 8 },
  lost: { className: "s-fail", y: 24, height: 8 },
  stopped: { className: "s-stop", y: 10.5, height: 12 },
  running: { className: "s-run", y: 10, height: 13 },
};

/** From its start to its end; of one that runs to now, and hatched what it usually still takes. */
function Wide({ mark, span }: { mark: Mark; span: Span }) {
  const fill = FILL[mark.kind];
  if (!fill) return null;
  const begin = shareOf(mark.startedAt ?? mark.at, span);
  const end = shareOf(mark.endedAt ?? span.now, span);
  const usual = mark.usuallyAt ? shareOf(mark.usuallyAt, span) : 0;
  return (
    <>
      {usual > end && (
        <rect
          className="m-hatch"
          x={percent(end)}
          width={percent(usual - end)}
          y="10.5"
          height="12"
        />
      )}
      <rect {...fill} x={percent(begin)} width={percent(Math.max(end - begin, 0.0025))} />
    </>
  );
}

function widthOf({ startedAt, endedAt }: Mark, span: Span): number {
  return startedAt && endedAt ? shareOf(endedAt, span) - shareOf(startedAt, span) : 0;
}

const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`;
