import Link from "next/link";
import type { RunRow } from "#lib/runs/row.ts";
import type { Execution } from "#lib/schedules/executions.ts";
import { DUE } from "#lib/schedules/status.ts";
import { duration } from "#lib/text/durations.ts";
import { count } from "#lib/text/numbers.ts";
import { Mark } from "../../../../_ui/status.tsx";
import { Elapsed, Time } from "../../../../_ui/time.tsx";
import { TRIGGER_WORDS } from "../../../process-tracker/_components/words.ts";
import { logHref } from "../address.ts";
import { LastRun } from "../last-run.tsx";
import { LogLink } from "../log-link.tsx";

type Props = {
  rows: Execution[];
  usualMs: number | null;
  identifier: string;
  older: string | null;
  newest: string | undefined;
  /** The address that stays under a log. */
  over: string;
  /** Set while something narrows the list. */
  reset: string | undefined;
};

/** Newest first: how it went, its log, when, how long against the usual, by whom, what it did. */
export function ExecutionTable({ rows, usualMs, identifier, older, newest, over, reset }: Props) {
  if (rows.length === 0) {
    return (
      <p className="none-yet">
        {reset ? (
          <>
            No execution matches all of these filters.{" "}
            <Link className="link" href={reset} prefetch={false}>
              Reset the filters
            </Link>
          </>
        ) : (
          "Nothing has run yet. Executions stand here from their start."
        )}
      </p>
    );
  }
  return (
    <>
      <table className="ex">
        <caption className="sr">Latest executions of {identifier}, newest first</caption>
        <colgroup>
          {["st", "log", "at", "took", "by", "did"].map((name) => (
            <col key={name} className={`x-${name}`} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Log</th>
            <th scope="col" aria-sort="descending">
              Started
            </th>
            <th scope="col">Against the usual</th>
            <th scope="col" className="x-by">
              Started by
            </th>
            <th scope="col" className="num">
              Did
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row.kind === "run" ? (
              <RunRowOf
                key={row.run.id}
                row={row}
                usualMs={usualMs}
                identifier={identifier}
                over={over}
              />
            ) : (
              <DueRow key={row.dueAt} row={row} />
            ),
          )}
        </tbody>
      </table>
      {(older || newest) && (
        <nav className="more-executions" aria-label="Pages of executions">
          {newest && (
            <Link className="link" href={newest} prefetch={false}>
              To the newest
            </Link>
          )}
          {older && (
            <Link className="link" href={older} prefetch={false}>
              Older ones
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

type RunProps = {
  row: Extract<Execution, { kind: "run" }>;
  usualMs: number | null;
  identifier: string;
  over: string;
};

function RunRowOf({ row: { run, unreadLines }, usualMs, identifier, over }: RunProps) {
  const log = logHref(run.id, over);
  return (
    <tr data-run={run.id}>
      <td>
        <Link href={log} scroll={false} prefetch={false} className="to-log">
          <LastRun run={run} brief />
        </Link>
      </td>
      <td className="mid">
        <LogLink
          runId={run.id}
          of={`${identifier} #${run.id}`}
          unreadLines={unreadLines}
          over={over}
        />
      </td>
      <th scope="row">
        <span className="when">
          <Time at={run.startedAt ?? run.startAt ?? run.createdAt} form="moment" />
        </span>
        <span className="two">
          <Link className="link" href={`/process-tracker/${run.id}`} prefetch={false}>
            #{run.id}
          </Link>
        </span>
      </th>
      <td>
        <Took run={run} usualMs={usualMs} />
      </td>
      <td className="x-by">
        <span className="cut">{run.startedBy?.name ?? TRIGGER_WORDS[run.trigger]}</span>
        {run.startedBy && <span className="two">{TRIGGER_WORDS[run.trigger]}</span>}
      </td>
      <td className="num">
        <Did run={run} />
      </td>
    </tr>
  );
}

function Took({ run, usualMs }: { run: RunRow; usualMs: number | null }) {
  if (!run.startedAt) return <span className="nil">–</span>;
  if (!run.endedAt) return <Elapsed since={run.startedAt} />;
  const ms = Date.parse(run.endedAt) - Date.parse(run.startedAt);
  const whole = Math.max(ms, (usualMs ?? 0) * 1.17, 1);
  const bad = run.status === "failed" || run.status === "interrupted";
  return (
    <>
      {duration(ms)}
      {usualMs !== null && (
        <span className={bad ? "db bad" : "db"} aria-hidden="true">
          <i style={{ width: `${(ms / whole) * 100}%` }} />
          <u style={{ left: `${(usualMs / whole) * 100}%` }} />
        </span>
      )}
    </>
  );
}

/** The first figure that says something. */
function Did({ run: { tallies } }: { run: RunRow }) {
  const tally = tallies.find((each) => each.count > 0);
  if (!tally) return <span className="nil">–</span>;
  return (
    <>
      {count(tally.count)}
      <span className="two">{tally.label}</span>
    </>
  );
}

function DueRow({ row }: { row: Extract<Execution, { kind: "due" }> }) {
  const { label, meaning } = DUE[row.outcome];
  const tone =
    row.outcome === "missed" ? "missed" : row.outcome === "skipped-idle" ? "never" : "skip";
  return (
    <tr>
      <td colSpan={2}>
        <Mark tone={tone} label={label} detail={row.throughAt ? "several times" : undefined} />
      </td>
      <th scope="row">
        <span className="when">
          <Time at={row.dueAt} form="moment" />
        </span>
        {row.throughAt && (
          <span className="two">
            to <Time at={row.throughAt} form="moment" />
          </span>
        )}
      </th>
      <td colSpan={3} className="soft">
        {meaning}
      </td>
    </tr>
  );
}
