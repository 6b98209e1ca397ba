import type { Tick } from "#lib/schedules/axis-ticks.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { clockTime, longDay } from "#lib/text/dates.ts";

/** A tick closer to now than this share of the axis would be written over it. */
const CLEAR_OF_NOW = 0.04;
/** The same where the axis is as narrow as a phone. */
const CLEAR_WHEN_NARROW = 0.15;
const CLEAR_OF_EDGE = 0.012;

/** The hours over the lanes, days by their names, and now. What they say, each mark says in words. */
export function Hours({ upcoming }: { upcoming: Upcoming }) {
  const { from, until, now, zone, ticks } = upcoming;
  const share = (at: number) => (at - from) / (until - from);
  const onlyDays = ticks.every((tick) => tick.day);
  const written = ticks.filter(
    ({ at }) =>
      Math.abs(share(at) - share(now)) > CLEAR_OF_NOW &&
      share(at) > CLEAR_OF_EDGE &&
      share(at) < 1 - CLEAR_OF_EDGE,
  );
  return (
    <div className="hrs" aria-hidden="true">
      {written.map((tick, index) => (
        <span
          key={tick.at}
          className={classOf(
            tick,
            Math.abs(share(tick.at) - share(now)) < CLEAR_WHEN_NARROW ||
              (onlyDays ? index % 3 !== 0 : tick.hour % 6 !== 0),
          )}
          style={{ left: `${share(tick.at) * 100}%` }}
        >
          {tick.day ? dayOf(tick.at, zone) : String(tick.hour).padStart(2, "0")}
        </span>
      ))}
      <span className="n" style={{ left: `${share(now) * 100}%` }}>
        {clockTime(new Date(now), zone)}
      </span>
    </div>
  );
}

/** `odd` ones give way where the axis is narrow. */
const classOf = ({ day }: Tick, odd: boolean) =>
  [day && "mid", odd && "odd"].filter(Boolean).join(" ") || undefined;

/** `Sat 28`. */
function dayOf(at: number, zone: string): string {
  const [weekday, day] = longDay(new Date(at), zone).split(" ");
  return `${weekday?.slice(0, 3)} ${day}`;
}
