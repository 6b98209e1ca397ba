"use client";

import { ActionBar } from "../../../_ui/action-bar.tsx";
import { Button } from "../../../_ui/button.tsx";
import { AllThatMatch } from "./all-that-match.tsx";
import { Deed } from "./deed.tsx";
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
    <form
      id="ticked"
      action={send}
      onSubmit={ask}
      // React resets a form after its action: the boxes in the rows would lose their ticks, and the typed time would be gone.
      onReset={(event) => event.preventDefault()}
      data-any={chosen.length > 0 || undefined}
    >
      {elsewhere.map((job) => (
        <input key={job.id} type="hidden" name="scheduleIds" value={job.id} />
      ))}
      {refused && (
        <p role="alert" className="err">
          {Object.values(refused.fields)[0] ?? refused.message}
        </p>
      )}
      <ActionBar
        note={
          offersAll ? (
            <AllThatMatch here={page.length} total={total} query={query} />
          ) : (
            noteOf(chosen, running, elsewhere.length)
          )
        }
        actions={<Deeds startable={startable} running={running} />}
      >
        {chosen.length > 0 ? `${chosen.length} selected` : "Selected jobs"}
      </ActionBar>
      {dialog}
    </form>
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
      <Button variant="quiet" className="clear desk" keys="Esc" onClick={() => ticked.clear()}>
        Clear
      </Button>
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
