"use client";

import type { ReactNode } from "react";
import { FieldError, Input, Select } from "../../../../_ui/field.tsx";
import { MonthDays } from "./month-days.tsx";
import type { PlanDraft } from "./plan-draft.ts";
import { Segments } from "./segments.tsx";
import { Times } from "./times.tsx";
import { Weekdays } from "./weekdays.tsx";
import { ZoneField } from "./zone-field.tsx";

/** What the plan's own rules allow; from the server, which keeps them. */
export type PlanChoices = {
  minuteSteps: readonly number[];
  hourSteps: readonly number[];
  timesMax: number;
  zones: readonly string[];
};

type Props = {
  draft: PlanDraft;
  set: (changes: Partial<PlanDraft>) => void;
  fields: Record<string, string>;
  choices: PlanChoices;
  zoneHint: string;
};

const REPEATS = [
  ["minutes", "Minutes"],
  ["hours", "Hours"],
  ["weekdays", "Weekdays"],
  ["month-days", "Days of month"],
  ["cron", "Cron"],
] as const;

/** How a plan repeats. Every way has its fields in the form; the style sheet shows those of the chosen one, with or without scripts. */
export function PlanFields({ draft, set, fields, choices, zoneHint }: Props) {
  return (
    <div className="grid2 plan-fields">
      <Row label="Repeat" error={fields["repeat"]} id="repeat">
        <Segments
          name="repeat"
          label="Repeat"
          options={REPEATS}
          value={draft.repeat}
          onChange={(repeat) => set({ repeat: repeat as PlanDraft["repeat"] })}
        />
      </Row>
      <Row
        className="of-minutes"
        label="Every"
        htmlFor="everyMinutes"
        error={fields["everyMinutes"]}
      >
        <Steps
          name="everyMinutes"
          steps={choices.minuteSteps}
          value={draft.everyMinutes}
          onChange={(everyMinutes) => set({ everyMinutes })}
        />{" "}
        minutes
      </Row>
      <Row className="of-hours" label="Every" htmlFor="everyHours" error={fields["everyHours"]}>
        <Steps
          name="everyHours"
          steps={choices.hourSteps}
          value={draft.everyHours}
          onChange={(everyHours) => set({ everyHours })}
        />{" "}
        hours, at minute{" "}
        <span className="short-field">
          <Input
            id="minute"
            name="minute"
            type="number"
            min={0}
            max={59}
            aria-label="Minute of the hour"
            value={draft.minute}
            error={fields["minute"]}
            onChange={(event) => set({ minute: event.target.value })}
          />
        </span>
        <FieldError id="minute" error={fields["minute"]} />
      </Row>
      <Row className="of-weekdays" label="On" id="weekdays" error={fields["weekdays"]}>
        <Weekdays
          chosen={draft.weekdays}
          error={fields["weekdays"]}
          onChange={(weekdays) => set({ weekdays })}
        />
      </Row>
      <Row className="of-month-days top" label="On" id="days" error={fields["days"]}>
        <MonthDays chosen={draft.days} onChange={(days) => set({ days })} />
      </Row>
      <Row className="of-times" label="At" id="times" error={fields["times"]}>
        <Times times={draft.times} max={choices.timesMax} onChange={(times) => set({ times })} />
      </Row>
      <Row
        className="of-cron top"
        label="Expression"
        htmlFor="expression"
        error={fields["expression"]}
      >
        <Input
          id="expression"
          name="expression"
          value={draft.expression}
          error={fields["expression"]}
          help
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => set({ expression: event.target.value })}
        />
        <p id="expression-help" className="help">
          Five fields: minute, hour, day of month, month, day of week. For example{" "}
          <code>30 2 * * 1-5</code>.
        </p>
      </Row>
      <Row label="Time zone" htmlFor="timeZone" error={fields["timeZone"]}>
        <ZoneField
          zone={draft.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          error={fields["timeZone"]}
          zones={choices.zones}
          hint={zoneHint}
        />
      </Row>
    </div>
  );
}

type RowProps = {
  label: string;
  /** Of the control, where it is one. */
  htmlFor?: string;
  /** Of the group, where it has its own name. */
  id?: string;
  error?: string;
  className?: string;
  children: ReactNode;
};

function Row({ label, htmlFor, id, error, className, children }: RowProps) {
  const name = htmlFor ?? id ?? label;
  return (
    <div className={className ? `row2 ${className}` : "row2"}>
      {htmlFor ? (
        <label className="lb" htmlFor={htmlFor}>
          {label}
        </label>
      ) : (
        <span className="lb" aria-hidden="true">
          {label}
        </span>
      )}
      <div>
        {children}
        <FieldError id={name} error={error} />
      </div>
    </div>
  );
}

type StepsProps = {
  name: string;
  steps: readonly number[];
  value: string;
  onChange: (value: string) => void;
};

function Steps({ name, steps, value, onChange }: StepsProps) {
  return (
    <span className="short-field">
      <Select
        id={name}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {steps.map((step) => (
          <option key={step}>{step}</option>
        ))}
      </Select>
    </span>
  );
}
