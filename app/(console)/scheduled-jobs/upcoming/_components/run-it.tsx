"use client";

import { useActionState } from "react";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import type { TickedAnswer } from "../../_components/ticked-answer.tsx";
import { onTicked } from "../../actions.ts";

type Props = { scheduleId: string; identifier: string };

/** Makes up for a due time that nothing came of. What became of it is said beside the button. */
export function RunIt({ scheduleId, identifier }: Props) {
  const [state, send] = useActionState(onTicked, undefined);
  const answer = state?.ok ? (state.value as TickedAnswer) : undefined;
  // The button stays: were it taken away, the focus on it would be lost and the words closed.
  return (
    <form action={send} className="inline-form">
      <input type="hidden" name="scheduleIds" value={scheduleId} />
      <input type="hidden" name="deed" value="run" />
      <SubmitButton small pending="Starting…" spoken={`Run ${identifier} now`}>
        Run it now
      </SubmitButton>
      <span role="status">
        {answer?.deed === "start" && (answer.started.length > 0 ? "Started" : "Already running")}
      </span>
      {state?.ok === false && (
        <span role="alert" className="err">
          {state.message}
        </span>
      )}
    </form>
  );
}
