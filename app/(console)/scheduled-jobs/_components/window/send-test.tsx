"use client";

import { useActionState } from "react";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { sendTest } from "../../actions.ts";

type Props = { scheduleId: string; email: string; hasRun: boolean };

/** The report of the newest run, to oneself alone. */
export function SendTest({ scheduleId, email, hasRun }: Props) {
  const [state, send] = useActionState(sendTest, undefined);
  return (
    <form action={send} className="tst">
      <input type="hidden" name="scheduleId" value={scheduleId} />
      <SubmitButton
        small
        pending="Sending…"
        disabledReason={hasRun ? undefined : "Nothing has run yet that could be reported"}
      >
        Send me a test
      </SubmitButton>
      <span className="dim" role="status">
        {state?.ok
          ? `A test is on its way to ${String(state.value)}`
          : state
            ? state.message
            : hasRun
              ? `goes to ${email} only, with the run above`
              : "nothing has run yet that could be reported"}
      </span>
    </form>
  );
}
