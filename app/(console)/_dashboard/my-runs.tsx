"use client";

import Link from "next/link";
import type { RunRow } from "#lib/runs/row.ts";
import { STATUS } from "#lib/runs/status.ts";
import { percent } from "#lib/text/numbers.ts";
import { StatusIcon } from "../../_ui/status.tsx";
import { Time } from "../../_ui/time.tsx";
import { MainAction } from "../process-tracker/_components/run-actions.tsx";
import { talliesInTwo } from "../process-tracker/_components/tally-words.ts";

/** What the viewer started last, with what came of it. */
export function MyRuns({ rows }: { rows: RunRow[] }) {
  return (
    <section aria-labelledby="mine">
      <div className="sec">
        <h2 id="mine">My latest runs</h2>
        <span className="e">
          <Link className="link" href="/process-tracker?mine=1" prefetch={false}>
            All mine
          </Link>
        </span>
      </div>
      {rows.length === 0 && <p className="none">You have not started anything yet.</p>}
      <ul className="tt own">
        {rows.map((run) => (
          <li key={run.id}>
            <span className={run.status === "running" ? "st run" : undefined}>
              <StatusIcon status={run.status} />
            </span>
            <Link className="id" href={`/process-tracker/${run.id}`} prefetch={false}>
              {run.title}
            </Link>
            <span className="dim">{resultOf(run)}</span>
            <Time at={run.createdAt} form="short" />
            {(run.may.stop || run.may.cancel) && <MainAction run={run} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function resultOf(run: RunRow): string {
  if (run.status === "running" && run.progress?.share != null) return percent(run.progress.share);
  const [most] = talliesInTwo({
    tallies: run.tallies.filter((tally) => tally.name !== "read" && tally.count > 0).slice(0, 1),
  });
  return run.status === "completed" && most ? most : STATUS[run.status].label.toLowerCase();
}
