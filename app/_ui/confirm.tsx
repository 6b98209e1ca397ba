"use client";

import { useRef, useState, type ComponentType, type ReactNode, type SubmitEvent } from "react";
import { flushSync } from "react-dom";
import { ActionForm, type FormAction } from "./action-form.tsx";
import type { ButtonLook } from "./button.tsx";
import type { ConfirmDialogProps, Said } from "./confirm-dialog.tsx";
import { SubmitButton } from "./submit-button.tsx";

type Props = ButtonLook & {
  /** On the button in the page: "Stop…". */
  label: ReactNode;
  /** Accessible name where the label alone does not say on what: "Stop products.csv #12". */
  spoken?: string;
  /** While the form is on its way: "Stopping…". */
  pending: string;
  /** Verb and object: "Stop products.csv?". */
  title: string;
  /** Consequence and numbers: what stays, what can be done later. */
  children: ReactNode;
  /** The two verbs: "Keep running" and "Stop the import". */
  keep: string;
  go: string;
  action: FormAction;
  /** Hidden fields of the form. */
  fields: Record<string, string | number>;
  /** When set, the person types this before the button works; it goes with the form as `typed`. */
  typed?: string;
  /** When set, the person says why, under these words; it goes with the form as `reason`. */
  reason?: string;
};

/** A form behind a question. Without scripts the button posts the form at once; what has to be typed stands beside it then. */
export function Confirm({
  label,
  spoken,
  pending,
  action,
  fields,
  variant,
  small,
  keys,
  ...asked
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  const agreed = useRef(false);
  const [Dialog, setDialog] = useState<ComponentType<ConfirmDialogProps>>();
  const [said, setSaid] = useState<Said>();
  const agree = (words?: Said) => {
    agreed.current = true;
    flushSync(() => {
      setSaid(words);
      setDialog(undefined);
    });
    form.current?.requestSubmit();
  };
  const ask = (event: SubmitEvent<HTMLFormElement>) => {
    const mayGo = agreed.current;
    agreed.current = false;
    if (mayGo) return;
    event.preventDefault();
    void loadDialog().then(
      (loaded) => setDialog(() => loaded),
      // The network is away: the browser's own question is better than none.
      () => window.confirm(asked.title) && agree(),
    );
  };
  return (
    <ActionForm
      ref={form}
      action={action}
      fields={{ ...fields, ...said }}
      onSubmit={ask}
      onIntent={warmUp}
    >
      {asked.reason && <PlainWords typed={asked.typed} reason={asked.reason} />}
      <SubmitButton pending={pending} variant={variant} small={small} keys={keys} spoken={spoken}>
        {label}
      </SubmitButton>
      {Dialog && <Dialog {...asked} onClose={() => setDialog(undefined)} onGo={agree} />}
    </ActionForm>
  );
}

/** What the dialog asks for, for browsers that run no scripts. */
function PlainWords({ typed, reason }: { typed?: string; reason: string }) {
  return (
    <noscript>
      <label>
        {reason} <input name="reason" required maxLength={500} />
      </label>
      {typed && (
        <label>
          Type {typed} to go on <input name="typed" required autoComplete="off" />
        </label>
      )}
    </noscript>
  );
}

/** A list has a question in every row and asks it seldom: the dialog comes when a pointer or the focus is on a button. */
const loadDialog = async () => (await import("./confirm-dialog.tsx")).ConfirmDialog;

const warmUp = () => void loadDialog().catch(() => undefined);
