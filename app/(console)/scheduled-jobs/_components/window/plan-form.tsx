"use client";

import { useRef } from "react";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { plan } from "../../actions.ts";
import { changesOf, draftFrom, draftOf } from "./plan-draft.ts";
import { PlanFields, type PlanChoices } from "./plan-fields.tsx";
import { PlanKind } from "./plan-kind.tsx";
import { Policies } from "./policies.tsx";
import { Problem } from "./problem.tsx";
import { ReadBack } from "./read-back.tsx";
import { SaveFoot } from "./save-foot.tsx";
import { usePreview, type Shown } from "./use-preview.ts";
import { useSave } from "./use-save.ts";

type Props = {
  detail: ScheduleDetail;
  choices: PlanChoices;
  /** The stored plan read back. */
  first: Shown;
  /** Under the form, in the same scroller: what is no part of the plan. */
  children: React.ReactNode;
};

/** The tab "Scheduling": how the job is planned, read back while one types. */
export function PlanForm({ detail, choices, first, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const save = useSave({ action: plan, stored: detail, draftOf, draftFrom, changesOf });
  const { draft, set, state, base } = save;
  const key = JSON.stringify(draft);
  const { shown, faults } = usePreview(form, { id: detail.id, key, first });
  const fields = state?.ok === false ? state.fields : {};
  return (
    <>
      <div className="body">
        <form
          ref={form}
          id="plan"
          data-save
          action={save.send}
          onSubmit={save.submit}
          aria-busy={save.busy}
        >
          <Problem state={state} outdated={save.outdated} by={detail.lastChange?.by} />
          <input type="hidden" name="scheduleId" value={detail.id} />
          <input type="hidden" name="version" value={base.version} />
          <fieldset disabled={!detail.may.edit}>
            <PlanKind draft={draft} set={set} detail={detail} />
            <PlanFields
              draft={draft}
              set={set}
              fields={fields}
              choices={choices}
              zoneHint={shown.zoneHint}
            />
            <ReadBack preview={shown.preview} fault={Object.values(faults)[0]} />
            <Policies draft={draft} set={set} fields={fields} detail={detail} />
          </fieldset>
        </form>
        {children}
      </div>
      {detail.may.edit && (
        <SaveFoot
          form="plan"
          changes={save.changes}
          saved={state?.ok ? "Saved" : undefined}
          busy={save.busy}
          onUndo={save.undo}
        >
          Save planning
        </SaveFoot>
      )}
    </>
  );
}
