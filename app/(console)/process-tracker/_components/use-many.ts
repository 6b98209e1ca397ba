"use client";

import { startTransition, useActionState, useEffect, useState, type SubmitEvent } from "react";
import type { Foreseen } from "#lib/runs/foresee-many.ts";
import type { ManyAnswer } from "#lib/runs/do-many.ts";
import { seenText, type ManyDeed } from "#lib/runs/seen-input.ts";
import type { Said } from "../../../_ui/confirm-dialog.tsx";
import { onTicked } from "../actions.ts";
import type { ManyOutcome } from "./many-answer.tsx";
import { ticked } from "./ticked.ts";

type Sent = { deed: ManyDeed; step: "count" | "do" };

/** What is done with the ticked runs: the question that it was counted for, and the answer, each until it is put away. */
export function useMany() {
  const [state, send, isPending] = useActionState(onTicked, undefined);
  const [closed, setClosed] = useState<typeof state>();
  const [answer, setAnswer] = useState<ManyAnswer>();
  const [sent, setSent] = useState<Sent>();
  const [untouched, setUntouched] = useState<Foreseen["wont"]>([]);
  const outcome = state?.ok ? (state.value as ManyOutcome) : undefined;
  const open = state === closed ? undefined : outcome;
  // It outlives the next question.
  if (open?.step === "do" && open.answer !== answer) setAnswer(open.answer);
  useEffect(() => {
    const untried = answer?.left.filter(({ isUntried }) => isUntried).map(({ runId }) => runId);
    if (untried) ticked.keep((id) => untried.includes(id));
  }, [answer]);
  const go = (foreseen: Foreseen, said?: Said) => {
    setClosed(state);
    setAnswer(undefined);
    setSent({ deed: foreseen.deed, step: "do" });
    setUntouched(foreseen.wont);
    startTransition(() => send(formOf(foreseen, said)));
  };
  return {
    send,
    go,
    /** The question is answered with no. */
    close: () => setClosed(state),
    dismiss: () => {
      setClosed(state);
      setAnswer(undefined);
    },
    /** Which button was pressed, while its answer is on the way. */
    busy: isPending ? sent : undefined,
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => {
      const pressed = event.nativeEvent.submitter as HTMLButtonElement | null;
      if (pressed) setSent({ deed: pressed.value as ManyDeed, step: "count" });
    },
    foreseen: open?.step === "count" ? open.foreseen : undefined,
    answer,
    untouched,
    refused: state?.ok === false ? state : undefined,
  };
}

export type ManyState = ReturnType<typeof useMany>;

/** The runs that were counted, as they were then. */
export const frozen = ({ runs }: Foreseen): string =>
  runs
    .map(({ runId, seenClaim, seenStatus }) =>
      seenText({ id: runId, claim: seenClaim, status: seenStatus }),
    )
    .join(",");

function formOf(foreseen: Foreseen, said: Said | undefined): FormData {
  const form = new FormData();
  form.set("step", "do");
  form.set("deed", foreseen.deed);
  form.set("runs", frozen(foreseen));
  for (const [name, value] of Object.entries(said ?? {})) form.set(name, value);
  return form;
}
