import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { bandsBetween } from "../../../_shell/night-bands.ts";

/**
 * What lies behind every lane, as a CSS background, so that it fits any width: three flat bands, the ruled hours, the two dashed
 * lines of a clock change, and now.
 */
export function groundOf({ from, until, now, zone, ticks, changes }: Upcoming): string {
  const share = (at: number) => ((at - from) / (until - from)) * 100;
  const lines = [
    line("linear-gradient(var(--now), var(--now))", percent(share(now)), 1.5),
    ...changes.flatMap(({ at }) => {
      const x = percent(share(Date.parse(at)));
      return [line(DASHES, `calc(${x} - 2px)`, 1), line(DASHES, `calc(${x} + 2px)`, 1)];
    }),
    ...ticks.map(({ at, day }) => {
      const ink = day ? "var(--line)" : "var(--hairline)";
      return line(`linear-gradient(${ink}, ${ink})`, percent(share(at)), 1);
    }),
  ];
  return [...lines, bands(from, until, zone)].join(", ");
}

const DASHES = "repeating-linear-gradient(var(--ink-3) 0 3px, transparent 3px 6px)";

const line = (image: string, x: string, width: number) =>
  `${image} ${x} 0 / ${width}px 100% no-repeat`;

const percent = (value: number) => `${Math.round(value * 100) / 100}%`;

function bands(from: number, until: number, zone: string): string {
  const stops: string[] = [];
  let at = 0;
  for (const band of bandsBetween(from, until, zone)) {
    if (band.from > at) stops.push(stop("day", at, band.from));
    stops.push(stop(band.kind, band.from, band.to));
    at = band.to;
  }
  if (at < 1) stops.push(stop("day", at, 1));
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

const stop = (kind: string, from: number, to: number) =>
  `var(--axis-${kind}) ${percent(from * 100)} ${percent(to * 100)}`;
