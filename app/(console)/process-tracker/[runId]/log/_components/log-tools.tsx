"use client";

import { useRef, useState, type KeyboardEvent } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { LOG_LEVELS, type LogLevel } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { Icon } from "../../../../../_ui/icon.tsx";
import { useShortcut } from "../../../../../_ui/shortcuts.tsx";
import type { TimeShown } from "./log-lines.tsx";
import { firstVisibleSeq } from "./visible-lines.ts";
import type { Find } from "./use-find.ts";
import type { Log } from "./use-log.ts";

type Look = {
  time: TimeShown;
  setTime(time: TimeShown): void;
  wrap: boolean;
  setWrap(wrap: boolean): void;
};
type Props = { run: RunRow; log: Log; find: Find; look: Look; view: "window" | "page" };

/** Find, levels, step, time and wrap. A form to the same address without scripts. */
export function LogTools({ run, log, find, look, view }: Props) {
  const { filter } = log;
  useShortcut("w", "Wrap long lines", () => look.setWrap(!look.wrap));
  useShortcut("t", "Show or hide times", () => look.setTime(look.time === "off" ? "time" : "off"));
  return (
    <form
      className="tools2"
      method="get"
      role="search"
      aria-label="Find in the log"
      onSubmit={(event) => event.preventDefault()}
    >
      {/* Enter presses the first button of a form: it must not be a level. */}
      <button
        type="submit"
        className="sr"
        tabIndex={-1}
        aria-hidden="true"
        name="levels"
        value={filter.levels.join(",")}
      />
      {view === "page" && <input type="hidden" name="view" value="page" />}
      <FindField find={find} />
      <Levels log={log} />
      <label className="pick2">
        <span className="sr">Step</span>
        <select
          name="step"
          value={filter.step ?? ""}
          onChange={(event) =>
            log.setFilter({ ...filter, step: event.target.value || undefined }, firstVisibleSeq())
          }
        >
          <option value="">All steps</option>
          {log.steps.map((step) => (
            <option key={step} value={step}>
              {step}
            </option>
          ))}
        </select>
        <Icon name="chev" />
      </label>
      <label className="pick2 desk">
        <span className="sr">Times</span>
        <select
          value={look.time}
          onChange={(event) => look.setTime(event.target.value as TimeShown)}
          aria-keyshortcuts="t"
        >
          <option value="time">Time</option>
          <option value="full">Date and zone</option>
          <option value="since">Since start</option>
          <option value="off">No times</option>
        </select>
        <Icon name="chev" />
      </label>
      <button
        type="button"
        className="btn quiet wrap2"
        aria-pressed={look.wrap}
        aria-keyshortcuts="w"
        onClick={() => look.setWrap(!look.wrap)}
      >
        Wrap
      </button>
      <div className="rt">
        <CopyAll runId={run.id} />
        <a className="link soft" href={`/api/runs/${run.id}/log.txt`} download>
          Download
        </a>
      </div>
    </form>
  );
}

function Levels({ log }: { log: Log }) {
  const { filter, counts } = log;
  const next = (level: LogLevel) =>
    LOG_LEVELS.filter((each) => (each === level) !== filter.levels.includes(each));
  return (
    <div className="lv" role="group" aria-label="Levels">
      {LOG_LEVELS.toReversed().map((level) => (
        <button
          key={level}
          type="submit"
          name="levels"
          value={next(level).join(",")}
          aria-pressed={filter.levels.includes(level)}
          onClick={() => log.setFilter({ ...filter, levels: next(level) }, firstVisibleSeq())}
        >
          {level} <b>{count(counts[level])}</b>
        </button>
      ))}
    </div>
  );
}

function FindField({ find }: { find: Find }) {
  const input = useRef<HTMLInputElement>(null);
  useShortcut("/", "Find in the log", () => input.current?.select());
  useShortcut("n", "Next match", () => find.step(1));
  useShortcut("N", "Previous match", () => find.step(-1));
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find.step(event.shiftKey ? -1 : 1);
  };
  return (
    <div className="field f">
      <Icon name="find" />
      <input
        ref={input}
        type="search"
        name="q"
        defaultValue={find.text}
        aria-label="Find in the log"
        placeholder="Find"
        autoComplete="off"
        aria-keyshortcuts="/"
        title={
          find.onServer
            ? "Not all lines are in the page: the whole log is searched on the server"
            : undefined
        }
        onChange={(event) => find.setText(event.target.value)}
        onKeyDown={onKey}
      />
      {find.text !== "" && (
        <>
          <span className="dim nowrap" role="status">
            {inWords(find)}
            {find.onServer && <span className="sr">, searched in the whole log on the server</span>}
          </span>
          <span className="ud">
            <button type="button" aria-label="Previous match" onClick={() => find.step(-1)}>
              <Icon name="up" size={11} />
            </button>
            <button type="button" aria-label="Next match" onClick={() => find.step(1)}>
              <Icon name="chev" size={11} />
            </button>
          </span>
        </>
      )}
    </div>
  );
}

function inWords({ seqs, more, at, isAsking }: Find): string {
  if (isAsking) return "…";
  const whole = `${count(seqs.length)}${more ? "+" : ""}`;
  if (seqs.length === 0) return "none";
  return at === undefined ? whole : `${count(at + 1)} of ${whole}`;
}

/** The whole log, not what is shown of it. */
function CopyAll({ runId }: { runId: number }) {
  const [said, setSaid] = useState("Copy all");
  const copy = async () => {
    try {
      const answer = await fetch(`/api/runs/${runId}/log.txt`, { cache: "no-store" });
      await navigator.clipboard.writeText(await answer.text());
      setSaid("Copied");
    } catch {
      setSaid("Use Download");
    }
    setTimeout(() => setSaid("Copy all"), 3000);
  };
  return (
    <button type="button" className="link soft desk" onClick={() => void copy()}>
      <span role="status">{said}</span>
    </button>
  );
}
