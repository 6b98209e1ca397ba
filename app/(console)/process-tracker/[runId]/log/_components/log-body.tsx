"use client";

import { useEffect, useEffectEvent, type MouseEvent, type RefObject } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { duration } from "#lib/text/durations.ts";
import { Status } from "../../../../../_ui/status.tsx";
import { CHUNK_LINES, firstSeq, lastSeq } from "./lines.ts";
import { LogChunk, type TimeShown } from "./log-lines.tsx";
import { useLogScroll } from "./use-log-scroll.ts";
import { useReadMark } from "./use-read-mark.ts";
import type { Find } from "./use-find.ts";
import type { Log } from "./use-log.ts";

type Look = {
  time: TimeShown;
  wrap: boolean;
  hit: number | undefined;
  setHit: (seq: number) => void;
};
type Props = { run: RunRow; log: Log; find: Find; readSeq: number; look: Look };

/** The lines in their scroller, in pieces that the browser skips while they are out of sight. */
export function LogBody({ run, log, find, readSeq, look }: Props) {
  const { chunks } = log;
  const box = useLogScroll(log, find.seq ?? look.hit);
  useReadMark(box, run.id, readSeq, log);
  useChoice(box, look.setHit);
  return (
    <div
      ref={box}
      className={`lines time-${look.time}${look.wrap ? "" : " long"}`}
      role="log"
      aria-live="off"
      aria-label="Log lines"
      aria-busy={log.busy}
      // A region that scrolls must be reachable with the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {!log.atStart && (
        <More href={`?before=${firstSeq(chunks) ?? 1}`} load={log.loadEarlier}>
          Load earlier 1,000
        </More>
      )}
      {chunks.map((lines) => (
        <LogChunk
          key={Math.floor(((lines[0]?.seq ?? 1) - 1) / CHUNK_LINES)}
          lines={lines}
          text={find.text}
          hit={within(lines, look.hit)}
          current={within(lines, find.seq)}
          time={look.time}
          startedAt={run.startedAt}
        />
      ))}
      {chunks.length === 0 && (
        <p className="early">
          {log.lastSeq > 0 ? "No line fits these filters." : "Nothing was written yet."}
        </p>
      )}
      {log.atEnd ? (
        <Tail run={run} log={log} />
      ) : (
        <More href={`?after=${lastSeq(chunks) ?? 0}`} load={log.loadLater}>
          Load later 1,000
        </More>
      )}
    </div>
  );
}

/** A link for those without scripts. */
function More({ href, load, children }: { href: string; load: () => void; children: string }) {
  const onClick = (event: MouseEvent) => {
    event.preventDefault();
    load();
  };
  return (
    <p className="early">
      <a href={href} onClick={onClick}>
        {children}
      </a>
    </p>
  );
}

/** A click on a line's number marks it and puts it into the address, without a new document. One listener serves all lines. */
function useChoice(box: RefObject<HTMLElement | null>, setHit: (seq: number) => void) {
  const choose = useEffectEvent((event: PointerEvent) => {
    const link = (event.target as Element).closest("a[href^='?line=']");
    const line = link?.closest<HTMLElement>("[data-seq]");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setHit(Number(line.dataset["seq"]));
  });
  useEffect(() => {
    const element = box.current;
    const onClick = (event: PointerEvent) => choose(event);
    element?.addEventListener("click", onClick);
    return () => element?.removeEventListener("click", onClick);
  }, [box]);
}

/** A piece without the line is not drawn anew when another one is marked. */
const within = (lines: ReadonlyArray<{ seq: number }>, seq: number | undefined) =>
  seq !== undefined && seq >= (lines[0]?.seq ?? 0) && seq <= (lines.at(-1)?.seq ?? 0)
    ? seq
    : undefined;

/** How the run ended, or that more is to come. */
function Tail({ run, log }: { run: RunRow; log: Log }) {
  if (!log.ended) {
    return (
      <p className="tailc">
        <i className="cursor" />
      </p>
    );
  }
  const took =
    run.startedAt && run.endedAt
      ? duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))
      : null;
  return (
    <div className="final">
      <Status status={log.ended.status} />
      {took && <span className="dim">after {took}</span>}
    </div>
  );
}
