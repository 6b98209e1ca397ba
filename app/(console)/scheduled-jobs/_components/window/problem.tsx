"use client";

import { useEffect, useRef, type MouseEvent } from "react";
import type { ActionState } from "../../../../_server/action.ts";
import { Icon } from "../../../../_ui/icon.tsx";

type Props = {
  state: ActionState | undefined;
  /** Somebody else was faster, and nothing was sent yet. */
  outdated: boolean;
  by?: string;
};

/** Why nothing was saved, with links to the fields; takes the focus when it comes. */
export function Problem({ state, outdated, by }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const first = useRef(state);
  useEffect(() => {
    if (state !== first.current && state?.ok === false) box.current?.focus();
  }, [state]);
  if (state?.ok === false) {
    return (
      <div ref={box} className="problem" role="alert" tabIndex={-1}>
        <Icon name="fail" />
        <div>
          <b>{state.message}</b>
          {Object.entries(state.fields).map(([name, text]) => (
            <p key={name}>
              <a
                className="link"
                href={`#${name.split(".")[0]}`}
                onClick={(event) => goToField(event, name)}
              >
                {text}
              </a>
            </p>
          ))}
        </div>
      </div>
    );
  }
  if (!outdated) return null;
  return (
    <div className="problem" role="status">
      <Icon name="warn" />
      <div>
        <b>{by ?? "Somebody"} changed this job while the form was open.</b>
        <p>Saving shows what was changed, and keeps what you have typed.</p>
      </div>
    </div>
  );
}

/** To the field itself, or to the first one of a group; the address stays that of the window. */
function goToField(event: MouseEvent, name: string) {
  const target = document.getElementById(name.split(".")[0] ?? "");
  const field = target?.matches(FIELDS)
    ? target
    : target?.querySelector<HTMLElement>(`:is(${FIELDS}):not([type=hidden])`);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

const FIELDS = "input, select, textarea, button";
