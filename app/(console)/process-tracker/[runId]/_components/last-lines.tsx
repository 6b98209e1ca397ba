import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import { Code } from "../../../../_ui/code.tsx";
import { Millis } from "./millis.tsx";

/** The end of the log of a run that failed: what it did last. */
export function LastLines({ detail: { run, lastLines } }: { detail: RunDetail }) {
  if (lastLines.length === 0) return null;
  return (
    <>
      <div className="sec">
        <h2>Last lines of the log</h2>
        <span className="r">
          <Link
            className="link"
            href={`/process-tracker/${run.id}/log`}
            scroll={false}
            prefetch={false}
          >
            Open log
          </Link>
        </span>
      </div>
      <Code label="Last lines of the log">
        {lastLines.map((line) => (
          <span key={line.seq} className={`ll ${line.level}`}>
            <Millis at={line.at} /> <b>{line.level.padEnd(7)}</b> {(line.step ?? "").padEnd(12)}{" "}
            {line.message}
            {"\n"}
          </span>
        ))}
      </Code>
    </>
  );
}
