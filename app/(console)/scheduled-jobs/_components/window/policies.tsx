"use client";

import type { ReactNode } from "react";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { MISSED, MISSED_POLICIES, OVERLAP, OVERLAP_POLICIES } from "#lib/schedules/status.ts";
import { counted } from "#lib/text/numbers.ts";
import { FieldError, Select } from "../../../../_ui/field.tsx";
import type { PlanDraft } from "./plan-draft.ts";

type Props = {
  draft: PlanDraft;
  set: (changes: Partial<PlanDraft>) => void;
  fields: Record<string, string>;
  detail: ScheduleDetail;
};

const FAILURES = ["1", "2", "3", "5", "10"];

/** What happens when the plan meets the world: a run that still runs, a worker that was away, a job that goes on failing. */
export function Policies({ draft, set, fields, detail }: Props) {
  const skipped = detail.outcomes["skipped-running"] ?? 0;
  const missed = detail.outcomes.missed ?? 0;
  return (
    <div className="grid2 policies">
      <Policy
        name="overlap"
        label="If the last run still runs"
        value={draft.overlap}
        error={fields["overlap"]}
        onChange={(overlap) => set({ overlap })}
        remark={
          skipped === 0
            ? "never needed in 90 days"
            : `skipped ${counted(skipped, "time")} in 90 days`
        }
      >
        {OVERLAP_POLICIES.filter((each) => each !== "queue-one" || detail.runsAtOnce === 1).map(
          (each) => (
            <option key={each} value={each}>
              {OVERLAP[each].label}
            </option>
          ),
        )}
      </Policy>
      <Policy
        name="missed"
        label="If a time was missed"
        value={draft.missed}
        error={fields["missed"]}
        onChange={(value) => set({ missed: value })}
        remark={
          missed > 0
            ? `missed ${counted(missed, "time")} in 90 days`
            : draft.missed === "run-once"
              ? "when a worker is back"
              : "the next time comes as planned"
        }
      >
        {MISSED_POLICIES.map((each) => (
          <option key={each} value={each}>
            {MISSED[each].label}
          </option>
        ))}
      </Policy>
      <Policy
        name="pauseAfterFailures"
        label="After failures"
        value={draft.pauseAfterFailures}
        error={fields["pauseAfterFailures"]}
        onChange={(pauseAfterFailures) => set({ pauseAfterFailures })}
        remark={
          draft.pauseAfterFailures === ""
            ? "or pause after some in a row"
            : "the administrators get a notice"
        }
      >
        <option value="">Go on</option>
        {withOwn(FAILURES, draft.pauseAfterFailures).map((count) => (
          <option key={count} value={count}>
            {count === "1" ? "Pause after the first" : `Pause after ${count} in a row`}
          </option>
        ))}
      </Policy>
    </div>
  );
}

/** A stored number that is not among the usual ones stays. */
const withOwn = (usual: string[], own: string) =>
  own === "" || usual.includes(own)
    ? usual
    : [...usual, own].toSorted((a, b) => Number(a) - Number(b));

type PolicyProps = {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  remark: string;
  onChange: (value: string) => void;
  children: ReactNode;
};

function Policy({ name, label, value, error, remark, onChange, children }: PolicyProps) {
  return (
    <div className="row2">
      <label className="lb" htmlFor={name}>
        {label}
      </label>
      <div className="pk">
        <Select
          id={name}
          name={name}
          value={value}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        >
          {children}
        </Select>
        <span className="dim">{remark}</span>
        <FieldError id={name} error={error} />
      </div>
    </div>
  );
}
