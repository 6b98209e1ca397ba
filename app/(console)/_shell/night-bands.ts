import { hourIn } from "#lib/text/dates.ts";

export type Band = { from: number; to: number; kind: "dusk" | "night" };

/** Zones differ by quarters of an hour, so every change of the hour lies on one. */
const QUARTER_MS = 15 * 60_000;

/** Dusk and night between two instants (ms) as shares of the span: night is 20:00 to 06:00 in the zone, an hour of dusk round it. */
export function bandsBetween(start: number, end: number, zone: string): Band[] {
  const bands: Band[] = [];
  const shareOf = (at: number) => Math.min(1, Math.max(0, (at - start) / (end - start)));
  for (let at = Math.floor(start / QUARTER_MS) * QUARTER_MS; at < end; at += QUARTER_MS) {
    const kind = kindAt(hourIn(new Date(at), zone));
    const last = bands.at(-1);
    const from = shareOf(at);
    if (kind === "day") continue;
    if (last?.kind === kind && Math.abs(last.to - from) < 1e-9) last.to = shareOf(at + QUARTER_MS);
    else bands.push({ from, to: shareOf(at + QUARTER_MS), kind });
  }
  return bands;
}

function kindAt(hour: number): "day" | "dusk" | "night" {
  if (hour >= 20 || hour < 6) return "night";
  return hour === 19 || hour === 6 ? "dusk" : "day";
}
