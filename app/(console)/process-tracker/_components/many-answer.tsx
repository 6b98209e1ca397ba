"use client";

import type { Foreseen } from "#lib/runs/foresee-many.ts";
import type { ManyAnswer as Done } from "#lib/runs/do-many.ts";
import type { RunStatus } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { Answer, AnswerGroup, RunLink } from "../../../_ui/answer.tsx";

/** What the action answers: a question first, then what became of it. */
export type ManyOutcome = { step: "count"; foreseen: Foreseen } | { step: "do"; answer: Done };

type Props = {
  answer: Done;
  /** Those that were left when they were counted. */
  untouched: Foreseen["wont"];
  onDismiss: () => void;
};

/** Which runs it was done with, which were left or refused and why. */
export function ManyAnswer({ answer, untouched, onDismiss }: Props) {
  const { deed, done, left } = answer;
  const statuses = [...new Set(done.map(({ status }) => status))];
  return (
    <Answer of={answer} onDismiss={onDismiss}>
      {statuses.map((status) => (
        <AnswerGroup
          key={status}
          all={done
            .filter((run) => run.status === status)
            .map(({ runId, title }) => ({
              key: runId,
              said: <Named runId={runId} title={title} />,
            }))}
        >
          {deed === "settle" && status === "stopping"
            ? "told to stop, then set to done"
            : BECAME[status]}
        </AnswerGroup>
      ))}
      <Left all={left.filter(({ isRefused }) => isRefused)}>refused</Left>
      <Left all={left.filter(({ isRefused }) => !isRefused)}>left as they were</Left>
      {untouched.length > 0 && (
        <p>
          <b>Not touched:</b>{" "}
          {untouched.map((each) => `${count(each.count)} ${each.why}`).join("; ")}
        </p>
      )}
    </Answer>
  );
}

const BECAME: Partial<Record<RunStatus, string>> = {
  stopping: "told to stop",
  cancelled: "cancelled",
  stopped: "stopped",
  queued: "tried again",
  settled: "set to done",
};

function Left({ all, children }: { all: Done["left"]; children: string }) {
  const said = all.map(({ reason, ...run }) => ({
    key: run.runId,
    said: (
      <>
        <Named {...run} />: {asSaid(reason, run.runId)}
      </>
    ),
  }));
  return <AnswerGroup all={said}>{children}</AnswerGroup>;
}

/** What does not exist has no page. */
function Named({ runId, title }: { runId: number; title: string | null }) {
  if (title === null) return <>#{runId}</>;
  return (
    <>
      {title} <RunLink runId={runId} />
    </>
  );
}

/** Its number stands before it already. */
function asSaid(reason: string, runId: number): string {
  const said = reason.replace(`Run #${runId} `, "");
  return said.replace(/\.$/, "");
}
