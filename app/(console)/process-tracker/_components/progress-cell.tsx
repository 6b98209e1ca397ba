import Link from "next/link";
import type { RunRow } from "#lib/runs/row.ts";
import { warningsOf } from "#lib/runs/status.ts";
import { about } from "#lib/text/durations.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { Bar } from "../../../_ui/bar.tsx";
import { Time } from "../../../_ui/time.tsx";
import { talliesInTwo } from "./tally-words.ts";
import { isRetry } from "./why.tsx";

/** How far it is and how long it still takes; of what has ended, what came of it. */
export function ProgressCell({ run }: { run: RunRow }) {
  if (run.status === "running" || run.status === "stopping") return <Under run={run} />;
  return (
    <td className="r-pr">
      <Ended run={run} />
    </td>
  );
}

function Under({ run }: { run: RunRow }) {
  const { progress, stepPosition, stepCount } = run;
  const items = progress?.total
    ? `${count(progress.done)} of ${count(progress.total)}`
    : progress?.done
      ? count(progress.done)
      : null;
  const step = stepCount > 0 ? `step ${Math.max(1, stepPosition)}/${stepCount}` : null;
  return (
    <td className="r-pr prog">
      <Bar
        label={`Progress of ${run.title}`}
        share={progress?.share ?? null}
        above={timeWords(run)}
        below={[items, step].filter(Boolean).join(" · ")}
        belowRight={warningsOf(run) > 0 ? counted(warningsOf(run), "warning") : undefined}
      />
    </td>
  );
}

/** No number below 10 % or three earlier runs: the server answers "estimating" then. */
export function timeWords({ status, timeLeft }: Pick<RunRow, "status" | "timeLeft">) {
  if (status === "stopping") return <span className="soft">stopping…</span>;
  if (timeLeft === "longer-than-usual") return <span className="soft">longer than usual</span>;
  if (timeLeft === null || timeLeft === "estimating")
    return <span className="soft">estimating…</span>;
  return timeLeft.seconds < 1 ? (
    <span className="soft">almost done</span>
  ) : (
    `${about(timeLeft.seconds * 1000)} left`
  );
}

function Ended({ run }: { run: RunRow }) {
  if (run.status === "queued" && run.waits) {
    const { place, startsInSeconds } = run.waits;
    return (
      <Pair
        first={place}
        second={startsInSeconds ? `starts in ${about(startsInSeconds * 1000)}` : null}
      />
    );
  }
  if (run.status === "deferred" && run.startAt) {
    const first = (
      <>
        {isRetry(run) ? "again" : "starts"} <Time at={run.startAt} />
      </>
    );
    return (
      <Pair
        first={first}
        second={
          isRetry(run)
            ? `attempt ${run.attempt + 1} of ${Math.max(run.attempt + 1, run.attemptLimit)}`
            : null
        }
      />
    );
  }
  return <Outcome run={run} />;
}

/** "1,200 created, 39 invalid" over "39 warnings", or over where it ended. */
function Outcome({ run }: { run: RunRow }) {
  const [most, rest] = talliesInTwo(run);
  const warnings = warningsOf(run) > 0 && (
    <Link className="more" href={`/process-tracker/${run.id}#issues`} prefetch={false}>
      {counted(warningsOf(run), "warning")}
    </Link>
  );
  const broken =
    run.status === "failed" || run.status === "stopped" || run.status === "interrupted";
  const where =
    broken && run.startedAt && run.stepCount > 0
      ? `in step ${Math.max(1, run.stepPosition)} of ${run.stepCount}`
      : null;
  const nothing = broken && run.startedAt ? "nothing written" : null;
  return <Pair first={most || nothing} second={warnings || where || rest || null} />;
}

function Pair({ first, second }: { first: React.ReactNode; second: React.ReactNode }) {
  return (
    <>
      <span className="cut">{first}</span>
      {second && <span className="two">{second}</span>}
    </>
  );
}
