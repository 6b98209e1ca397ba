"use client";

import type { Mark } from "#lib/schedules/mark.ts";
import { absolute, clockTime, relative, shortMoment } from "#lib/text/dates.ts";
import { ordinal } from "#lib/text/numbers.ts";
import { useTicking } from "../../../../_ui/clock.tsx";

type Props = {
  lane: {
    nextRunAt: string | null;
    paused: { until: string | null } | null;
    running: Mark | undefined;
    again: Mark | undefined;
  };
  now: number;
  zone: string;
};

/** When it is done, or starts again, or comes due next: first as people say it, then exactly. */
export function NextDue({ lane: { nextRunAt, paused, running, again }, now, zone }: Props) {
  if (running?.usuallyAt && running.usuallyAt > now)
    return <Pair words="done about" at={running.usuallyAt} now={now} zone={zone} />;
  if (again)
    return (
      <Pair
        words={again.attempt ? `${ordinal(again.attempt)} attempt` : "put off"}
        at={again.at}
        now={now}
        zone={zone}
      />
    );
  if (paused)
    return paused.until ? (
      <Pair words="paused until" at={Date.parse(paused.until)} now={now} zone={zone} />
    ) : (
      <span className="dim">paused</span>
    );
  if (!nextRunAt) return <span className="nil">–</span>;
  return <Pair at={Date.parse(nextRunAt)} now={now} zone={zone} />;
}

function Pair({ words, at, now, zone }: { words?: string; at: number; now: number; zone: string }) {
  const date = new Date(at);
  const until = useTicking((tick) => (date <= tick ? "due now" : relative(date, tick, zone)));
  const days = Math.abs(at - now) >= 6.5 * 24 * 3_600_000;
  const exact = shortMoment(date, new Date(now), zone);
  return (
    <>
      <span className="dim">{words ?? until}</span>{" "}
      <time dateTime={date.toISOString()} title={absolute(date, zone)}>
        {days && !words ? clockTime(date, zone) : exact}
      </time>
    </>
  );
}
