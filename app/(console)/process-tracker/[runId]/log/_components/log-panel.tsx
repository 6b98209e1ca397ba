"use client";

import { useEffect, useState } from "react";
import type { RunDetail } from "#lib/runs/get.ts";
import type { LogQuery } from "#lib/runs/log-input.ts";
import type { OpenLog } from "#lib/runs/open-log.ts";
import type { RunRow } from "#lib/runs/row.ts";
import { STATUS } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { useLive } from "../../../../_live/use-live.ts";
import { LogBody } from "./log-body.tsx";
import { LogHead } from "./log-head.tsx";
import type { TimeShown } from "./log-lines.tsx";
import { LogTools } from "./log-tools.tsx";
import { useFind } from "./use-find.ts";
import { shownInWords, useLog } from "./use-log.ts";

type Props = { detail: RunDetail; log: OpenLog; query: LogQuery };

/** A run's log: its state, tools, lines as they are written, and what is shown of it. */
export function LogPanel({ detail, log: initial, query }: Props) {
  const run = useRow(detail);
  const log = useLog(run, initial, query);
  const find = useFind(run.id, log, { text: query.q, matches: initial.matches });
  const [hit, setHit] = useState(query.line);
  const [time, setTime] = useState<TimeShown>("time");
  const [wrap, setWrap] = useState(true);
  const { levels, step } = log.filter;
  useEffect(() => {
    const address = new URLSearchParams(location.search);
    address.set("levels", levels.join(","));
    for (const [name, value] of [
      ["step", step],
      ["q", find.text],
      ["line", hit],
    ] as const) {
      if (value) address.set(name, String(value));
      else address.delete(name);
    }
    history.replaceState(history.state, "", `?${address}`);
  }, [levels, step, find.text, hit]);
  return (
    <>
      <LogHead run={run} detail={detail} stream={log.stream} view={query.view} back={query.over} />
      <LogTools
        run={run}
        log={log}
        find={find}
        look={{ time, setTime, wrap, setWrap }}
        view={query.view}
      />
      <LogBody
        run={run}
        log={log}
        find={find}
        readSeq={initial.readSeq}
        look={{ time, wrap, hit, setHit }}
      />
      <footer>
        <span>{shownInWords(log, count)}. Lines over 8 kB and logs over 20 MB are cut.</span>
        <span className="e">
          {log.fresh > 0 && !log.follow ? (
            <button type="button" className="btn small" onClick={() => log.setFollow(true)}>
              ↓ {count(log.fresh)} new {log.fresh === 1 ? "line" : "lines"}
            </button>
          ) : (
            <label className="fl">
              <input
                type="checkbox"
                checked={log.follow}
                onChange={(event) => log.setFollow(event.target.checked)}
              />{" "}
              Follow <kbd>End</kbd>
            </label>
          )}
        </span>
      </footer>
      <p className="sr" role="status">
        {log.ended && `${run.title}: ${STATUS[log.ended.status].label.toLowerCase()}`}
      </p>
    </>
  );
}

/** The run's row as it changes. */
function useRow(detail: RunDetail): RunRow {
  const [row, setRow] = useState(detail.run);
  if (detail.run.updatedAt > row.updatedAt) setRow(detail.run);
  useLive({
    rows: [row.id],
    since: detail.readAt,
    onRuns: (rows) => setRow((known) => rows.find((next) => next.id === known.id) ?? known),
  });
  return row;
}
