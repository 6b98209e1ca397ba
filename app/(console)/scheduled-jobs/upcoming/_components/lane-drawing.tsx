import type { Mark, MarkKind } from "#lib/schedules/mark.ts";
import { LaneSigns } from "./lane-signs.tsx";
import { shareOf } from "./lane-cursor.ts";
import type { Span } from "./mark-words.ts";

type Props = { marks: readonly Mark[]; span: Span; chosen: Mark | undefined };

/** From here on marks are drawn thinner. */
const DENSE = 60;
/** Units across; the drawing is stretched to the lane, strokes are not. */
const WIDTH = 10_000;

type Stroke = { className: string; kinds: readonly MarkKind[]; top: number; length: number };

const HOLLOW: readonly MarkKind[] = ["planned", "deferred", "waiting", "due"];

/**
 * Above the line it ran, below it failed, hollow is planned. All marks of a kind are one path: a day of every minute is as cheap
 * as one mark.
 */
const STROKES: Stroke[] = [
  { className: "m-ok", kinds: ["ran", "settled", "started"], top: 10, length: 13 },
  { className: "m-ok", kinds: ["warned"], top: 14, length: 9 },
  { className: "m-warn", kinds: ["warned"], top: 9, length: 3 },
  { className: "m-fail", kinds: ["failed", "lost", "retrying"], top: 24, length: 8 },
  { className: "m-stop", kinds: ["stopped"], top: 10, length: 13 },
  { className: "m-in", kinds: ["stopped"], top: 11, length: 11 },
  { className: "m-plan", kinds: HOLLOW, top: 10, length: 13 },
  { className: "m-in", kinds: HOLLOW, top: 11, length: 11 },
  { className: "m-dot", kinds: ["cancelled", "skipped-idle"], top: 23.5, length: 0 },
  { className: "m-ring", kinds: ["missed"], top: 23.5, length: 0 },
  { className: "m-hole", kinds: ["missed"], top: 23.5, length: 0 },
];

export function LaneDrawing({ marks, span, chosen }: Props) {
  const x = (mark: Mark) => Math.round(shareOf(mark.at, span) * WIDTH);
  return (
    <>
      <svg
        className={marks.length > DENSE ? "strokes dense" : "strokes"}
        viewBox={`0 0 ${WIDTH} 36`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className="m-line" d={`M0 23.5H${WIDTH}`} />
        {STROKES.map(({ className, kinds, top, length }) => {
          const its = marks.filter(({ kind }) => kinds.includes(kind));
          const d = its.map((mark) => `M${x(mark)} ${top}v${length}`).join("");
          return d && <path key={`${className} ${kinds[0]}`} className={className} d={d} />;
        })}
      </svg>
      <LaneSigns marks={marks} span={span} />
      {chosen && <i className="at" style={{ left: `${shareOf(chosen.at, span) * 100}%` }} />}
    </>
  );
}
