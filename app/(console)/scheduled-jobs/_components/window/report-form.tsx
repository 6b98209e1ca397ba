"use client";

import type { ReactNode } from "react";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { OCCASION, REPORT_OCCASIONS } from "#lib/schedules/status.ts";
import { Tick } from "../../../../_ui/field.tsx";
import { report } from "../../actions.ts";
import { Problem } from "./problem.tsx";
import { Recipients } from "./recipients.tsx";
import { changesOf, draftFrom, draftOf } from "./report-draft.ts";
import { SaveFoot } from "./save-foot.tsx";
import { Segments } from "./segments.tsx";
import { useFaults } from "./use-faults.ts";
import { useSave } from "./use-save.ts";

type Props = {
  detail: ScheduleDetail;
  recipientsMax: number;
  /** What is fixed, above the form. */
  facts: ReactNode;
  /** The preview and what else stands under the form. */
  children: ReactNode;
};

/** The report part of the tab "Information": who is told of the runs, and when. */
export function ReportForm({ detail, recipientsMax, facts, children }: Props) {
  const save = useSave({ action: report, stored: detail, draftOf, draftFrom, changesOf });
  const { draft, set, state, base } = save;
  const found = useFaults(draft.recipients, base.report.recipients);
  const fields = state?.ok === false ? state.fields : {};
  const faults = new Map([...found, ...refusedOnes(fields, state)]);
  const wrong = draft.recipients.filter((address) => faults.has(address)).length;
  return (
    <>
      <div className="body info">
        {facts}
        <form id="report" data-save action={save.send} onSubmit={save.submit} aria-busy={save.busy}>
          <Problem state={state} outdated={save.outdated} by={detail.lastChange?.by} />
          <input type="hidden" name="scheduleId" value={detail.id} />
          <input type="hidden" name="version" value={base.version} />
          {/* Enter in a field saves; without this the first cross would be taken for the button. */}
          <button type="submit" className="sr" tabIndex={-1} aria-hidden="true" />
          <fieldset disabled={!detail.may.edit}>
            <label className="sw">
              <input
                type="checkbox"
                role="switch"
                name="enabled"
                value="1"
                checked={draft.enabled}
                onChange={(event) => set({ enabled: event.target.checked })}
              />
              <b>Send report</b>
              <span className="dim">a mail to the recipients after a run</span>
            </label>
            <div className="grid2">
              <div className="row2">
                <span className="lb" aria-hidden="true">
                  When
                </span>
                <Segments
                  name="when"
                  label="When to report"
                  options={REPORT_OCCASIONS.map((each) => [each, OCCASION[each]] as const)}
                  value={draft.when}
                  onChange={(when) => set({ when })}
                />
              </div>
              <div className="row2 top">
                <label className="lb" htmlFor="recipients">
                  Recipients
                </label>
                <Recipients
                  recipients={draft.recipients}
                  faults={faults}
                  error={fields["recipients"]}
                  max={recipientsMax}
                  onChange={(recipients) => set({ recipients })}
                />
              </div>
              <div className="row2">
                <span className="lb" aria-hidden="true">
                  Attach
                </span>
                <Tick
                  name="attachLog"
                  value="1"
                  checked={draft.attachLog}
                  onChange={(event) => set({ attachLog: event.target.checked })}
                >
                  The log <span className="dim">packed above 256 kB, linked above 5 MB</span>
                </Tick>
              </div>
            </div>
          </fieldset>
        </form>
        {children}
      </div>
      {detail.may.edit && (
        <SaveFoot
          form="report"
          changes={withWrong(save.changes, wrong)}
          saved={state?.ok ? "Saved" : undefined}
          busy={save.busy}
          onUndo={save.undo}
        >
          Save report
        </SaveFoot>
      )}
    </>
  );
}

const withWrong = (changes: string[], wrong: number) =>
  wrong > 0 && changes.length > 0
    ? [...changes, wrong === 1 ? "one still to correct" : `${wrong} still to correct`]
    : changes;

/** The server names addresses by their place among those that were sent. */
function refusedOnes(
  fields: Record<string, string>,
  state: { ok: boolean; values?: Record<string, string> } | undefined,
): Array<[string, string]> {
  const sent = (state?.values?.["recipients"] ?? "").split(",").filter(Boolean);
  return Object.entries(fields).flatMap(([name, message]) => {
    const address = sent[Number(/^recipients\.(\d+)$/.exec(name)?.[1] ?? -1)];
    return address ? [[address, message] as [string, string]] : [];
  });
}
