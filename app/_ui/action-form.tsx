"use client";

import { useActionState, useState, type ReactNode, type Ref, type SubmitEvent } from "react";
import type { ActionState } from "../_server/action.ts";
import { Icon } from "./icon.tsx";

/** A server action as `action()` makes it. */
export type FormAction = (
  previous: ActionState | undefined,
  form: FormData,
) => Promise<ActionState>;

type Props = {
  action: FormAction;
  /** Hidden fields. */
  fields?: Record<string, string | number>;
  children: ReactNode;
  className?: string;
  ref?: Ref<HTMLFormElement>;
  onSubmit?: (event: SubmitEvent<HTMLFormElement>) => void;
  /** Pointer or focus has come to it. */
  onIntent?: () => void;
};

/** A small form to a server action: hidden fields and a button. What the action refuses is said beside the button. */
export function ActionForm({
  action,
  fields = {},
  children,
  className = "inline-form",
  ref,
  onSubmit,
  onIntent,
}: Props) {
  const [state, send] = useActionState(action, undefined);
  const [dismissed, setDismissed] = useState<ActionState>();
  return (
    // Hears that its button is about to be used; the button does everything else.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={ref}
      action={send}
      onSubmit={onSubmit}
      onPointerEnter={onIntent}
      onFocus={onIntent}
      className={className}
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {state?.ok === false && state !== dismissed && (
        <Refused message={refusalOf(state)} onDismiss={() => setDismissed(state)} />
      )}
    </form>
  );
}

/** Its fields are hidden or stand in the question: what is wrong with them is said here. */
function refusalOf({ message, fields }: Extract<ActionState, { ok: false }>): string {
  return Object.values(fields).join(" ") || message;
}

function Refused({ message, onDismiss }: { message: string; onDismiss: () => void }) {
  return (
    <span role="alert" className="err refused">
      {message}
      <button type="button" className="btn quiet small" aria-label="Dismiss" onClick={onDismiss}>
        <Icon name="x" size={12} />
      </button>
    </span>
  );
}
