import type { AttemptShown } from "#lib/runs/attempts.ts";
import type { RunDetail } from "#lib/runs/get.ts";
import { STATUS, type RunStatus } from "#lib/runs/status.ts";
import { duration } from "#lib/text/durations.ts";
import { counted } from "#lib/text/numbers.ts";
import { Mark, Status } from "../../../../_ui/status.tsx";
import { Scroller } from "../../../../_ui/table.tsx";
import { Time } from "../../../../_ui/time.tsx";

/** Every taking of the run by a worker, with how it ended. A single one that is well is said in the facts. */
export function Attempts({ detail }: { detail: RunDetail }) {
  const { attempts, run } = detail;
  const isPlain = attempts.length < 2 && !attempts.some((attempt) => attempt.errorMessage);
  if (isPlain) return null;
  return (
    <>
      <div className="sec" id="attempts">
        <h2>Attempts</h2>
        <span className="dim">
          {attempts.length === run.attempt
            ? counted(run.attempt, "attempt")
            : `${counted(run.attempt, "attempt")}, taken ${attempts.length} times`}
        </span>
      </div>
      <Scroller label="Attempts">
        <table className="att">
          <caption className="sr">Attempts</caption>
          <thead>
            <tr>
              <th scope="col" className="w-no">
                Attempt
              </th>
              <th scope="col" className="w-out">
                Outcome
              </th>
              <th scope="col" className="w-at">
                Started
              </th>
              <th scope="col" className="w-took">
                Duration
              </th>
              <th scope="col">Worker and error</th>
            </tr>
          </thead>
          <tbody className="dense">
            {attempts.map((attempt) => (
              <Attempt
                key={attempt.claim}
                attempt={attempt}
                limit={Math.max(run.attemptLimit, run.attempt)}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  );
}

function Attempt({ attempt, limit }: { attempt: AttemptShown; limit: number }) {
  const { startedAt, endedAt, workerName, errorMessage, trace } = attempt;
  return (
    <tr>
      <th scope="row">
        {attempt.attempt} of {limit}
      </th>
      <td>
        <Outcome outcome={attempt.outcome} />
      </td>
      <td>
        <Time at={startedAt} form="seconds" />
      </td>
      <td>{endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : "–"}</td>
      <td className="err-cell">
        <span className="dim">{workerName}</span> {errorMessage?.split("\n")[0]}
        {trace && (
          <details>
            <summary>Trace, last line first</summary>
            <pre className="code">{trace}</pre>
          </details>
        )}
      </td>
    </tr>
  );
}

function Outcome({ outcome }: { outcome: string | null }) {
  if (outcome === null) return <Status status="running" />;
  if (outcome === "handed-over") return <Mark tone="skip" label="Handed over" />;
  return outcome in STATUS ? <Status status={outcome as RunStatus} /> : <>{outcome}</>;
}
