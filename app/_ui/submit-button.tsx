"use client";

import type { MouseEvent, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonClass, Keys, type ButtonLook } from "./button.tsx";

type Props = ButtonLook & {
  children: ReactNode;
  /** Shown while the form is on its way: "Starting…". */
  pending: string;
  name?: string;
  value?: string;
  className?: string;
  /** For forms that keep their own state. */
  busy?: boolean;
  /** Accessible name where the words alone don't say on what. */
  spoken?: string;
  /** Why it can't be pressed now; stands as the button's description. */
  disabledReason?: string;
};

/**
 * Sends its form once, says so while it waits and keeps its width. In rows there is no room for a second word: three dots
 * stand in the button and the word is only heard.
 */
export function SubmitButton({
  children,
  pending,
  busy,
  spoken,
  disabledReason,
  keys,
  variant,
  small,
  className,
  ...rest
}: Props) {
  const status = useFormStatus();
  const waits = busy ?? status.pending;
  const off = waits || disabledReason !== undefined;
  const stop = (event: MouseEvent) => off && event.preventDefault();
  return (
    <button
      type="submit"
      className={buttonClass({ variant, small }, className)}
      aria-disabled={off || undefined}
      aria-keyshortcuts={keys}
      aria-label={waits ? pending : spoken}
      title={disabledReason}
      onClick={stop}
      {...rest}
    >
      <span className="faces">
        <span className={waits ? "away" : undefined}>{children}</span>
        <span className={waits ? undefined : "away"}>
          {small ? <Dots spoken={pending} /> : pending}
        </span>
      </span>
      <Keys keys={keys} />
    </button>
  );
}

function Dots({ spoken }: { spoken: string }) {
  return (
    <>
      <span aria-hidden="true">…</span>
      <span className="sr">{spoken}</span>
    </>
  );
}
