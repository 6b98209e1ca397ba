"use client";

import { useRef, useState, type ReactNode, type SubmitEvent } from "react";
import { ActionForm, type FormAction } from "./action-form.tsx";
import type { ButtonLook } from "./button.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
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
  /** When set, the person types this before the button works. */
  typed?: string;
};

/** A form behind a question. Without scripts the button posts the form at once. */
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
  const [open, setOpen] = useState(false);
  const ask = (event: SubmitEvent<HTMLFormElement>) => {
    if (!agreed.current) {
      event.preventDefault();
      setOpen(true);
    }
    agreed.current = false;
  };
  const agree = () => {
    agreed.current = true;
    setOpen(false);
    form.current?.requestSubmit();
  };
  return (
    <ActionForm ref={form} action={action} fields={fields} onSubmit={ask}>
      <SubmitButton pending={pending} variant={variant} small={small} keys={keys} spoken={spoken}>
        {label}
      </SubmitButton>
      {open && <ConfirmDialog {...asked} onClose={() => setOpen(false)} onGo={agree} />}
    </ActionForm>
  );
}
