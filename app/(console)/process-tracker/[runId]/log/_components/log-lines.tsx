"use client";

import { memo } from "react";
import type { LogLine } from "#lib/runs/read-log.ts";
import { absolute, clockSeconds } from "#lib/text/dates.ts";
import { duration } from "#lib/text/durations.ts";
import { useClock } from "../../../../../_ui/clock.tsx";
import { CHUNK_LINES, found } from "./lines.ts";

/** How the time of a line is shown. */
export type TimeShown = "time" | "full" | "since" | "off";

type Look = {
  /** The text that was looked for. */
  text: string;
  /** The line that was asked for, and the one of the current match. */
  hit: number | undefined;
  current: number | undefined;
  time: TimeShown;
  startedAt: string | null;
};

/** One piece of the log. Drawn anew only when its lines change, or what is marked in them. */
export const LogChunk = memo(function LogChunk({
  lines,
  ...look
}: Look & { lines: readonly LogLine[] }) {
  const whole = lines.length === CHUNK_LINES ? "chunk whole" : "chunk";
  return (
    <ol className={whole} start={lines[0]?.seq}>
      {lines.map((line) => (
        <Line key={line.seq} line={line} {...look} />
      ))}
    </ol>
  );
});

function Line({ line, text, hit, current, time, startedAt }: Look & { line: LogLine }) {
  const isHit = line.seq === hit || line.seq === current;
  const cut = line.message.indexOf("\n");
  const first = cut < 0 ? line.message : line.message.slice(0, cut);
  return (
    <li className={isHit ? `${line.level} hit` : line.level} data-seq={line.seq}>
      <a href={`?line=${line.seq}`} aria-label={`Line ${line.seq}`}>
        {line.seq}
      </a>
      <When at={line.at} time={time} startedAt={startedAt} />
      <b>{line.level}</b>
      <span className="s">{line.step}</span>
      <span className="m">
        <Marked message={first} text={text} isCurrent={line.seq === current} />
        {cut >= 0 && (
          <Rest
            rest={line.message.slice(cut + 1)}
            text={text}
            open={line.level === "error" || isHit}
          />
        )}
      </span>
    </li>
  );
}

/** What stands under the first line of a message is folded, except for errors. */
function Rest({ rest, text, open }: { rest: string; text: string; open: boolean }) {
  const count = rest.split("\n").length;
  return (
    <details open={open}>
      <summary>{count === 1 ? "1 more line" : `${count} more lines`}</summary>
      <Marked message={rest} text={text} isCurrent={false} />
    </details>
  );
}

function Marked({
  message,
  text,
  isCurrent,
}: {
  message: string;
  text: string;
  isCurrent: boolean;
}) {
  if (text === "") return message;
  return found(message, text).map((piece, at) =>
    at % 2 === 1 ? (
      <mark key={at} className={isCurrent ? "cur" : undefined}>
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}

function When({ at, time, startedAt }: { at: string; time: TimeShown; startedAt: string | null }) {
  const { zone, style } = useClock();
  const date = new Date(at);
  const shown = style === "utc" ? "UTC" : zone;
  if (time === "off") return <time dateTime={at} className="sr" />;
  if (time === "since") {
    return (
      <time dateTime={at}>+{duration(startedAt ? date.getTime() - Date.parse(startedAt) : 0)}</time>
    );
  }
  return (
    <time dateTime={at} title={time === "full" ? undefined : absolute(date, zone)}>
      {time === "full" ? absolute(date, shown) : `${clockSeconds(date, shown)}.${at.slice(20, 23)}`}
    </time>
  );
}
