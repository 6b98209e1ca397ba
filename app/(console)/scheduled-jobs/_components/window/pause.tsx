"use client";

import { useActionState, useId } from "react";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { zoneCity } from "#lib/text/dates.ts";
import { ActionForm } from "../../../../_ui/action-form.tsx";
import { Field, Input } from "../../../../_ui/field.tsx";
import { Icon } from "../../../../_ui/icon.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { Time } from "../../../../_ui/time.tsx";
import { pause, resume } from "../../actions.ts";

/** Who paused the job, until when and why, with the way back; or the form that pauses it. Apart from the plan, which stays. */
export function Pause({ detail }: { detail: ScheduleDetail }) {
  if (detail.paused) return <Paused detail={detail} paused={detail.paused} />;
  return detail.may.edit ? <PauseForm detail={detail} /> : null;
}

type PausedProps = { detail: ScheduleDetail; paused: NonNullable<ScheduleDetail["paused"]> };

function Paused({ detail, paused }: PausedProps) {
  const { since, until, reason, by } = paused;
  return (
    <section className="pausing" aria-label="Pause">
      <p>
        <Icon name="wait" size={14} className="i wait" /> <b>Paused</b> by {by} since{" "}
        <Time at={since} form="moment" />
        {until ? (
          <>
            , until <Time at={until} form="moment" />
          </>
        ) : (
          ", until somebody resumes it"
        )}
        {reason && `: ${reason}`}
      </p>
      <p className="dim">Its due times are recorded as skipped. It can be started by hand.</p>
      {detail.may.edit && (
        <ActionForm action={resume} fields={{ scheduleId: detail.id, version: detail.version }}>
          <SubmitButton pending="Resuming…">Resume</SubmitButton>
        </ActionForm>
      )}
    </section>
  );
}

function PauseForm({ detail }: { detail: ScheduleDetail }) {
  const [state, send] = useActionState(pause, undefined);
  const id = useId();
  const fields = state?.ok === false ? state.fields : {};
  const values = state?.ok === false ? state.values : {};
  return (
    <details className="pausing" open={state?.ok === false}>
      <summary>Pause this job…</summary>
      <form action={send}>
        <input type="hidden" name="scheduleId" value={detail.id} />
        <input type="hidden" name="version" value={detail.version} />
        <Field
          id={`${id}until`}
          label={`Until, in ${zoneCity(detail.timeZone)} time`}
          optional
          help="Empty: until somebody resumes it."
          error={fields["until"]}
        >
          <Input
            id={`${id}until`}
            name="until"
            type="datetime-local"
            error={fields["until"]}
            help
            defaultValue={values["until"]}
          />
        </Field>
        <Field id={`${id}reason`} label="Reason" error={fields["reason"]}>
          <Input
            id={`${id}reason`}
            name="reason"
            required
            maxLength={200}
            error={fields["reason"]}
            defaultValue={values["reason"]}
          />
        </Field>
        {state?.ok === false && Object.keys(fields).length === 0 && (
          <p role="alert" className="err">
            {state.message}
          </p>
        )}
        <SubmitButton pending="Pausing…">Pause</SubmitButton>
      </form>
    </details>
  );
}
