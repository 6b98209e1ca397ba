import type { Dashboard } from "#lib/runs/dashboard.ts";
import { clockTime, hourIn, longDay } from "#lib/text/dates.ts";
import { count, counted } from "#lib/text/numbers.ts";

/** "Saturday night, 28 March": night is from 20:00 to 06:00 in the viewer's zone. */
export function dayTitle(at: Date, zone: string): string {
  const hour = hourIn(at, zone);
  const part =
    hour < 6 || hour >= 20 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  const [weekday, ...date] = longDay(at, zone).split(" ");
  return `${weekday} ${part}, ${date.join(" ")}`;
}

/** "5 things want attention, 3 runs are in progress, the last is done about 21:51". */
export function summary({ at, problems, running, now }: Dashboard, zone: string): string {
  const attention =
    problems.length === 0
      ? "Nothing wants attention"
      : problems.length === 1
        ? "1 thing wants attention"
        : `${count(problems.length)} things want attention`;
  if (running === 0) return `${attention}, nothing is running`;
  const ends = now.map(({ timeLeft }) =>
    typeof timeLeft === "object" && timeLeft ? timeLeft.seconds : null,
  );
  const active = now.filter(({ status }) => status === "running" || status === "stopping");
  const known = ends.slice(0, active.length).filter((seconds) => seconds !== null);
  const last = known.length === running ? Math.max(...known) : null;
  const until =
    last === null
      ? ""
      : `, ${running > 1 ? "the last is " : ""}done about ${clockTime(new Date(Date.parse(at) + last * 1000), zone)}`;
  return `${attention}, ${counted(running, "run")} ${running === 1 ? "is" : "are"} in progress${until}`;
}
