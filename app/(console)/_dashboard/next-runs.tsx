import Link from "next/link";
import type { RunRow } from "#lib/runs/row.ts";
import { ordinal } from "#lib/text/numbers.ts";
import { Time } from "../../_ui/time.tsx";

type Props = { rows: RunRow[]; count: number };

/** Runs that wait for their start time; without any there is nothing to say. */
export function NextRuns({ rows, count }: Props) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="next">
      <div className="sec">
        <h2 id="next">What comes next</h2>
        <span className="e">
          <Link className="link" href="/process-tracker?status=deferred" prefetch={false}>
            All {count}
          </Link>
        </span>
      </div>
      <ul className="tt">
        {rows.map((run) => (
          <li key={run.id}>
            {run.startAt && <Time at={run.startAt} form="short" />}
            <Link className="id" href={`/process-tracker/${run.id}`} prefetch={false}>
              {run.title}
              {run.attempt > 0 && `, ${ordinal(run.attempt + 1)} attempt`}
            </Link>
            <span className="dim">{run.domain?.name ?? "Installation"}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
