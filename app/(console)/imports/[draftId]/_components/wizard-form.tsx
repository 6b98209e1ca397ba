"use client";

import {
  startTransition,
  useActionState,
  useEffect,
  useRef,
  type ReactNode,
  type SubmitEvent,
} from "react";
import type { FormAction } from "../../../../_ui/action-form.tsx";
import { Icon } from "../../../../_ui/icon.tsx";

type Props = {
  action: FormAction;
  draftId: string;
  children: ReactNode;
  /** Keeps every change on the server as it is made. */
  autosave?: boolean;
};

/**
 * A form of the wizard. What was chosen stays when something is refused: the form is not reset, and the refusal is said above it,
 * with links to the fields. Without scripts it posts as any form.
 */
export function WizardForm({ action, draftId, children, autosave = false }: Props) {
  const [state, send, busy] = useActionState(action, undefined);
  const form = useRef<HTMLFormElement>(null);
  const problem = useRef<HTMLDivElement>(null);
  const asked = useRef(false);
  const post = (data: FormData) => startTransition(() => send(data));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    // React would reset the form after the answer: sent by hand, it keeps what was chosen.
    event.preventDefault();
    asked.current = true;
    post(new FormData(event.currentTarget, event.nativeEvent.submitter));
  };
  const change = () => autosave && form.current && post(new FormData(form.current));
  useEffect(() => {
    if (state?.ok === false && asked.current) problem.current?.focus();
    asked.current = false;
  }, [state]);
  return (
    <form
      ref={form}
      action={send}
      onSubmit={submit}
      onChange={change}
      aria-busy={busy}
      className="wizard-form"
    >
      <input type="hidden" name="draftId" value={draftId} />
      {state?.ok === false && (
        <div ref={problem} className="problem" role="alert" tabIndex={-1}>
          <Icon name="fail" />
          <div>
            <b>{state.message}</b>
            <Problems fields={state.fields} message={state.message} />
          </div>
        </div>
      )}
      {children}
    </form>
  );
}

function Problems({ fields, message }: { fields: Record<string, string>; message: string }) {
  const shown = Object.entries(fields).filter(([, text]) => text !== message);
  if (shown.length === 0) return null;
  return (
    <ul>
      {shown.map(([name, text]) => (
        <li key={name}>
          <a className="link" href={`#${name}`}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
