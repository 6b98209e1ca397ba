"use client";

import { clockTime, plainDay, relative, zoneCity } from "#lib/text/dates.ts";
import { duration } from "#lib/text/durations.ts";
import { useClock, useTicking } from "../../../../_ui/clock.tsx";
import { Icon } from "../../../../_ui/icon.tsx";
import type { Shown } from "./use-preview.ts";

type Props = { preview: Shown["preview"]; fault?: string };

/** The plan as a sentence and its next five runs; a shifted one explains itself in its own row. */
export function ReadBack({ preview, fault }: Props) {
  const { words, nextRuns, timeZone, tooClose } = preview;
  const { zone } = useClock();
  if (fault) {
    return (
      <div className="read">
        <p className="say soft">{fault}</p>
      </div>
    );
  }
  return (
    <div className="read">
      <p className="say" role="status">
        {words}
      </p>
      {nextRuns.length > 0 && (
        <table>
          <caption>
            The next five runs{timeZone !== zone && `, in ${zoneCity(timeZone)} time`}
          </caption>
          <tbody>
            {nextRuns.map((run) => (
              <Next key={run.at} run={run} zone={timeZone} />
            ))}
          </tbody>
        </table>
      )}
      {tooClose && (
        <p className="close-runs">
          <Icon name="warn" size={14} className="i warn" /> Runs come{" "}
          {duration(tooClose.gapSeconds * 1000)} after each other; one usually takes{" "}
          {duration(tooClose.usualSeconds * 1000)}.
        </p>
      )}
    </div>
  );
}

type Run = Shown["preview"]["nextRuns"][number];

function Next({ run, zone }: { run: Run; zone: string }) {
  const { zone: own } = useClock();
  const at = new Date(run.at);
  const day = useTicking((now) => `${weekday(at, zone)} ${plainDay(at, now, zone)}`);
  const until = useTicking((now) => relative(at, now, own));
  const here = clockTime(at, own);
  const time = clockTime(at, zone);
  return (
    <tr>
      <td>{day}</td>
      <td>
        <time className="strong" dateTime={run.at}>
          {time}
        </time>
      </td>
      <td className="why">
        {run.said && (
          <>
            <Icon name="shift" />
            <span>{run.said}</span>
          </>
        )}
        {here !== time && <span className="dim">{here} for you</span>}
      </td>
      <td className="num">{until}</td>
    </tr>
  );
}

const weekday = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone }).format(at);
