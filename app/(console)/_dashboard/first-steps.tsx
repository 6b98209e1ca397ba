import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { listWorkers } from "#lib/workers/list.ts";
import { ButtonLink } from "../../_ui/button.tsx";
import { Icon } from "../../_ui/icon.tsx";
import { Void } from "../../_ui/void.tsx";

/** A house in which nothing has run yet: what is there, and what to do first. */
export async function FirstSteps({ viewer }: { viewer: Viewer }) {
  const alive = (await listWorkers(viewer)).find(
    ({ presence }) => presence === "alive" || presence === "quiet",
  );
  const mayImport = canSomewhere(viewer, "imports.start");
  return (
    <Void
      title="Nothing has run yet"
      line="flat"
      actions={mayImport && <ButtonLink href="/imports">Import a file</ButtonLink>}
    >
      <ul className="steps-first">
        <Step done={alive !== undefined}>
          {alive
            ? `A worker is ready: ${alive.name} on ${alive.host}.`
            : "No worker is alive. Runs wait until one is started."}
        </Step>
        <Step done={false}>
          {mayImport
            ? "Import a first file of products and watch it run."
            : "What you may see appears here as soon as it runs."}
        </Step>
      </ul>
    </Void>
  );
}

function Step({ done, children }: { done: boolean; children: string }) {
  return (
    <li>
      <Icon
        name={done ? "ok" : "new"}
        className={done ? "i ok" : "i new"}
        label={done ? "Done" : "To do"}
      />
      {children}
    </li>
  );
}
