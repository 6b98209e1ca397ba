"use client";

import type { RunDetail } from "#lib/runs/get.ts";
import type { IssueQuery } from "#lib/runs/issue-input.ts";
import type { IssuePage } from "#lib/runs/list-issues.ts";
import { WAITING } from "#lib/runs/status.ts";
import { Announcement } from "./announcement.tsx";
import { Attempts } from "./attempts.tsx";
import { Failure } from "./failure.tsx";
import { Issues } from "./issues.tsx";
import { LastLines } from "./last-lines.tsx";
import { Outcome } from "./outcome.tsx";
import { Progress } from "./progress.tsx";
import { Rail } from "./rail.tsx";
import { RunHead } from "./run-head.tsx";
import { Steps } from "./steps.tsx";
import { useRun } from "./use-run.ts";
import { Waiting } from "./waiting.tsx";
import { Why } from "./why.tsx";

export type OpenIssues = { page: IssuePage | null; open: string | undefined; asked: IssueQuery };

type Props = { initial: RunDetail; issues: OpenIssues; prefix: string };

/** The whole page of a run; everything on it follows the run while it changes. */
export function RunView({ initial, issues, prefix }: Props) {
  const detail = useRun(initial, prefix);
  const { run } = detail;
  const waits = WAITING.includes(run.status);
  return (
    <>
      <RunHead detail={detail} />
      <Top detail={detail} />
      <div className="cols">
        <div className="cols-main">
          {waits && <Why detail={detail} />}
          {(!waits || run.attempt > 0) && <Steps detail={detail} />}
          <Issues detail={detail} issues={issues} />
          <Attempts detail={detail} />
          <LastLines detail={detail} />
        </div>
        <Rail detail={detail} />
      </div>
      <Announcement run={run} />
    </>
  );
}

/** The largest thing of the page: the answer to what it does, why it does not, or how it ended. */
function Top({ detail }: { detail: RunDetail }) {
  switch (detail.run.status) {
    case "deferred":
    case "queued":
      return <Waiting detail={detail} />;
    case "running":
    case "stopping":
      return <Progress detail={detail} />;
    case "failed":
    case "interrupted":
      return <Failure detail={detail} />;
    default:
      return <Outcome detail={detail} />;
  }
}
