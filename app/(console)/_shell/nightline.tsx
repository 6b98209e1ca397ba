import Link from "next/link";
import type { Nightline as Figures } from "#lib/shell/nightline.ts";
import { counted } from "#lib/text/numbers.ts";
import { bandsBetween } from "./night-bands.ts";

const WIDTH = 520;
const HALF = WIDTH / 2;
const LINE_Y = 17;
const TALLEST = 13;
const HOURS_MS = 24 * 3600_000;

type Props = {
  figures: Figures;
  now: string;
  zone: string;
  /** To Upcoming; else to the runs, for those who may not look at schedules. */
  plans: boolean;
};

/** Past 24 hours, now, next 24 hours: above the line it ran, below it failed, hollow is planned, blue is night. */
export function Nightline({ figures, now, zone, plans }: Props) {
  const at = Date.parse(now);
  const most = Math.max(1, ...figures.past.map((bin) => bin.ran), ...figures.next);
  const height = (runs: number) =>
    runs === 0 ? 0 : Math.max(3, Math.round((runs / most) * TALLEST));
  const label = spoken(figures);
  return (
    <Link
      className="nightline desk"
      href={plans ? "/scheduled-jobs/upcoming" : "/process-tracker"}
      prefetch={false}
      aria-label={`${plans ? "Upcoming" : "Process tracker"}: ${label}`}
      title={label}
    >
      <svg viewBox={`0 0 ${WIDTH} 28`} preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="1" width={WIDTH} height="26" fill="var(--axis-day)" />
        {bandsBetween(at - HOURS_MS, at + HOURS_MS, zone).map((band) => (
          <rect
            key={band.from}
            x={xOf(band.from)}
            y="1"
            width={xOf(band.to) - xOf(band.from)}
            height="26"
            fill={`var(--axis-${band.kind})`}
          />
        ))}
        {figures.past.map((bin, index) => (
          <Past key={index} x={barX(index)} ran={height(bin.ran)} failed={bin.failed} />
        ))}
        {figures.next.map((due, index) => (
          <Due key={index} x={HALF + barX(index)} height={height(due)} />
        ))}
        <path d={`M0 17.5H${WIDTH}`} stroke="var(--line)" />
        <path d={`M${HALF} -1V29`} stroke="var(--now)" strokeWidth="1.5" />
      </svg>
    </Link>
  );
}

function Past({ x, ran, failed }: { x: number; ran: number; failed: number }) {
  return (
    <>
      {ran > 0 && <rect className="s-ok" x={x} y={LINE_Y - ran} width="3" height={ran} />}
      {failed > 0 && <rect className="s-fail" x={x} y={LINE_Y + 1} width="3" height="6" />}
    </>
  );
}

function Due({ x, height }: { x: number; height: number }) {
  if (height === 0) return null;
  return (
    <rect
      className="s-plan"
      x={x + 0.5}
      y={LINE_Y + 0.5 - height}
      width="2"
      height={height - 1}
      strokeWidth="1"
    />
  );
}

/** Share of the 48 hours, 0…1, to the drawing's pixels. */
const xOf = (share: number) => Math.round(share * WIDTH * 10) / 10;

const barX = (index: number) => Math.round((index * (HALF / 48) + 1.3) * 10) / 10;

function spoken({ past, next }: Figures): string {
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const failed = sum(past.map((bin) => bin.failed));
  const ran = sum(past.map((bin) => bin.ran)) + failed;
  const due = sum(next);
  const before = `${counted(ran, "run")} in the past 24 hours, ${failed === 0 ? "none" : failed} failed`;
  return due === 0 ? before : `${before}; ${due} due in the next 24 hours`;
}
