"use client";

import type { ReactNode } from "react";
import type { NamedRun, RunningRun } from "#lib/schedules/run-now.ts";
import type { StopAnswer } from "#lib/schedules/stop-runs.ts";
import { Answer, AnswerGroup, RunLink } from "../../../_ui/answer.tsx";
import { Time } from "../../../_ui/time.tsx";

/** What became of the ticked jobs. */
export type TickedAnswer =
  | {
      deed: "start";
      /** Null: at once. */
      startAt: string | null;
      started: NamedRun[];
      running: Array<Omit<RunningRun, "since"> & { since: string }>;
    }
  | ({ deed: "stop" } & StopAnswer);

type Props = { answer: TickedAnswer; onDismiss: () => void };

/** Which jobs were started and which run already, since when and by whom; or which were stopped. */
export function Became({ answer, onDismiss }: Props) {
  return (
    <Answer of={answer} onDismiss={onDismiss}>
      {answer.deed === "start" ? <Started {...answer} /> : <Stopped {...answer} />}
    </Answer>
  );
}

function Started({ startAt, started, running }: Extract<TickedAnswer, { deed: "start" }>) {
  return (
    <>
      <Group runs={started}>
        {startAt ? (
          <>
            planned for <Time at={startAt} form="moment" />
          </>
        ) : (
          "started"
        )}
      </Group>
      <Group runs={running}>already under way, not started twice</Group>
    </>
  );
}

function Stopped({ stopped, left }: StopAnswer) {
  return (
    <>
      <Group runs={stopped}>told to stop</Group>
      <AnswerGroup
        all={left.map(({ scheduleId, identifier, place, reason }) => ({
          key: scheduleId,
          said: `${identifier} of ${place}: ${reason}`,
        }))}
      >
        left as they were
      </AnswerGroup>
    </>
  );
}

type Told = NamedRun & { since?: string; by?: string };

function Group({ runs, children }: { runs: Told[]; children: ReactNode }) {
  const all = runs.map((run) => ({ key: run.runId, said: <Run {...run} /> }));
  return <AnswerGroup all={all}>{children}</AnswerGroup>;
}

function Run({ identifier, place, runId, since, by }: Told) {
  return (
    <>
      {identifier} of {place} <RunLink runId={runId} />
      {since && (
        <>
          {" "}
          since <Time at={since} form="short" />, started by {by}
        </>
      )}
    </>
  );
}
