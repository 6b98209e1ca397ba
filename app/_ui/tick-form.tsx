"use client";

import type { ReactNode, SubmitEvent } from "react";
import { count as written } from "#lib/text/numbers.ts";
import { ActionBar } from "./action-bar.tsx";
import { Button } from "./button.tsx";

type Props = {
  /** How many are ticked; before scripts run nobody knows, and "Selected jobs" stands there. */
  count: number;
  noun: string;
  send: (form: FormData) => void;
  onSubmit?: (event: SubmitEvent<HTMLFormElement>) => void;
  /** Hidden fields of those that are ticked on other pages, and what else goes along. */
  fields: ReactNode;
  refused?: { message: string; fields: Record<string, string> };
  note?: ReactNode;
  onClear: () => void;
  /** The primary one last. */
  deeds: ReactNode;
  children?: ReactNode;
};

/** The bar of what is ticked, and the form to which the boxes in the rows belong. */
export function TickForm(props: Props) {
  const { count, noun, send, onSubmit, fields, refused, note, onClear, deeds, children } = props;
  // Without scripts nothing is ticked in the page that comes back, and no bar is there.
  const told = refused && (
    <span role="alert" className="err">
      {Object.values(refused.fields)[0] ?? refused.message}
    </span>
  );
  return (
    <form
      id="ticked"
      action={send}
      onSubmit={onSubmit}
      // React resets a form after its action: the boxes in the rows would lose their ticks, and what was typed would be gone.
      onReset={(event) => event.preventDefault()}
      data-any={count > 0 || undefined}
    >
      {fields}
      {count === 0 && told && <p>{told}</p>}
      <ActionBar
        note={
          count > 0 && told ? (
            <>
              {told} {note}
            </>
          ) : (
            note
          )
        }
        actions={
          <>
            <Button variant="quiet" className="clear" keys="Esc" onClick={onClear}>
              Clear
            </Button>
            {deeds}
          </>
        }
      >
        {count > 0 ? `${written(count)} selected` : `Selected ${noun}s`}
      </ActionBar>
      {children}
    </form>
  );
}
