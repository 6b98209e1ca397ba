"use client";

import { count } from "#lib/text/numbers.ts";
import { AllThatMatch } from "../../../_ui/all-that-match.tsx";
import { Deed } from "../../../_ui/deed.tsx";
import { TickForm } from "../../../_ui/tick-form.tsx";
import { RunAt } from "./run-at.tsx";
import { ticked, type Ticked } from "./ticked.ts";
import { useAsked } from "./use-asked.tsx";

type Props = {
  chosen: Ticked[];
  /** Ids of the rows of this page that can be ticked. */
  page: string[];
  /** How many match the filters. */
  total: number;
  query: string;
  send: (form: FormData) => void;
  refused?: { message: string; fields: Record<string, string> };
};

/** What can be done with the ticked jobs, and which of them it will not touch. The boxes in the rows belong to its form. */
export function TickBar({ chosen, page, total, query, send, refused }: Props) {
  const elsewhere = chosen.filter((job) => !page.includes(job.id));
  const startable = chosen.filter((job) => job.mayRun && !job.alive);
  const running = chosen.filter((job) => job.alive);
  const { dialog, ask } = useAsked({ startable, running });
  const allHere = page.length > 0 && chosen.length - elsewhere.length === page.length;
  const offersAll = allHere && elsewhere.length === 0 && total > page.length;
  return (
    <TickForm
      count={chosen.length}
      noun="job"
      send={send}
      onSubmit={ask}
      fields={elsewhere.map((job) => (
        <input key={job.id} type="hidden" name="scheduleIds" value={job.id} />
      ))}
      refused={refused}
      note={
        offersAll ? (
          <AllThatMatch
            here={page.length}
            words={`Select all ${count(total)} that match`}
            address={`/api/scheduled-jobs/matching?${query}`}
            onAll={(answer: { jobs: Ticked[] }) => ticked.set(answer.jobs, true)}
          />
        ) : (
          noteOf(chosen, running, elsewhere.length)
        )
      }
      onClear={ticked.clear}
      deeds={<Deeds startable={startable} running={running} />}
    >
      {dialog}
    </TickForm>
  );
}

function noteOf(chosen: Ticked[], running: Ticked[], elsewhere: number): string | undefined {
  const notes = [
    running.length === 1 && `${running[0]?.identifier} already runs and is not started twice`,
    running.length > 1 && `${running.length} already run and are not started twice`,
    elsewhere > 0 && `${elsewhere === chosen.length ? "all" : elsewhere} of them not on this page`,
  ].filter(Boolean);
  return notes.length > 0 ? notes.join("; ") : undefined;
}

/** Before scripts run nobody knows how many are ticked: then all deeds stand there. */
function Deeds({ startable, running }: { startable: Ticked[]; running: Ticked[] }) {
  const unknown = startable.length + running.length === 0;
  const stoppable = running.filter((job) => job.mayStop).length;
  return (
    <>
      {(unknown || startable.length > 0) && <RunAt count={startable.length} />}
      {(unknown || stoppable > 0) && (
        <Deed deed="stop" pending="Stopping…">
          Stop {stoppable || ""}
        </Deed>
      )}
      {(unknown || startable.length > 0) && (
        <Deed deed="run" pending="Starting…" variant="primary" keys="r">
          Run now {startable.length || ""}
        </Deed>
      )}
    </>
  );
}
