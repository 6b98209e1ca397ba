import { STATUS, type RunStatus } from "#lib/runs/status.ts";

/** One past run: how it ended and how long it took; null when it has not ended or never began. */
export type StripRun = { status: RunStatus; durationMs: number | null };

const SLOTS = 30;
const PITCH = 4;
const LINE_Y = 18;
const TALLEST = 12;

type Props = { runs: StripRun[]; label?: string };

/** The last 30 runs, oldest first: height is duration, a cap is warnings, what hangs failed, hollow was stopped, dark runs now. */
export function Strip({ runs, label }: Props) {
  const shown = runs.slice(-SLOTS);
  const longest = Math.max(1, ...shown.map((run) => run.durationMs ?? 0));
  return (
    <svg
      className="strip"
      width={SLOTS * PITCH - 1}
      height="26"
      viewBox="0 0 119 26"
      role="img"
      aria-label={label ?? spoken(shown)}
    >
      <path d="M0 18.5H119" stroke="var(--line)" />
      {shown.map((run, index) => (
        <Slot key={index} run={run} x={index * PITCH} height={heightOf(run, longest)} />
      ))}
    </svg>
  );
}

function Slot({ run, x, height }: { run: StripRun; x: number; height: number }) {
  const top = LINE_Y - height;
  switch (run.status) {
    case "completed":
    case "settled":
      return <rect className="s-ok" x={x} y={top} width="3" height={height} />;
    case "completed-with-warnings":
      return (
        <>
          <rect className="s-ok" x={x} y={top} width="3" height={height} />
          <rect className="s-warn" x={x} y={top - 4} width="3" height="3" />
        </>
      );
    case "failed":
    case "interrupted":
      return (
        <rect
          className="s-fail"
          x={x}
          y={LINE_Y + 1}
          width="3"
          height={Math.max(4, Math.round(height / 2))}
        />
      );
    case "stopped":
      return (
        <rect
          className="s-stop"
          x={x + 0.5}
          y={top + 0.5}
          width="2"
          height={Math.max(2, height - 1)}
        />
      );
    case "running":
    case "stopping":
      return <rect className="s-run" x={x} y={top} width="3" height={height} />;
    default:
      return <rect className="s-none" x={x} y={LINE_Y - 1} width="3" height="1" />;
  }
}

/** The root keeps a run of a second visible beside one of an hour. */
function heightOf({ durationMs }: StripRun, longest: number): number {
  return Math.max(3, Math.round(Math.sqrt((durationMs ?? 0) / longest) * TALLEST));
}

function spoken(runs: StripRun[]): string {
  if (runs.length === 0) return "No runs yet";
  const counts = new Map<string, number>();
  for (const { status } of runs) {
    const word = STATUS[status].label.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return `Last ${runs.length} runs: ${[...counts].map(([word, n]) => `${n} ${word}`).join(", ")}`;
}
