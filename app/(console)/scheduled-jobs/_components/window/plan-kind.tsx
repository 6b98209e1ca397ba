"use client";

import type { ScheduleDetail } from "#lib/schedules/get.ts";
import type { PlanDraft } from "./plan-draft.ts";

type Props = {
  draft: PlanDraft;
  set: (changes: Partial<PlanDraft>) => void;
  detail: ScheduleDetail;
};

/** By the job's own rule, by a person's plan, or by hand only. */
export function PlanKind({ draft, set, detail }: Props) {
  const kinds = [
    [
      "automatic",
      "Automatic",
      detail.automatic?.words ?? "It has no rule of its own: by hand only",
    ],
    ["scheduled", "Scheduled", "At the times below"],
    ["disabled", "Disabled", "Starts only by hand"],
  ] as const;
  return (
    <div className="kinds" role="radiogroup" aria-label="Planning" id="planning">
      {kinds.map(([value, label, meaning]) => (
        <label key={value} className="opt">
          <input
            type="radio"
            name="planning"
            value={value}
            checked={draft.planning === value}
            onChange={() => set({ planning: value })}
          />
          <b>{label}</b>
          <span>{meaning}</span>
        </label>
      ))}
    </div>
  );
}
