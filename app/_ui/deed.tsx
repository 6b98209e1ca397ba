"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import type { ButtonLook } from "./button.tsx";
import { SubmitButton } from "./submit-button.tsx";

type Props = ButtonLook & {
  deed: string;
  pending: string;
  className?: string;
  /** For what is sent past the form. */
  busy?: boolean;
  disabledReason?: string;
  children: ReactNode;
};

/** One of several buttons of a form; only the pressed one says that it waits. */
export function Deed({ deed, busy = false, ...rest }: Props) {
  const { pending, data } = useFormStatus();
  return (
    <SubmitButton
      name="deed"
      value={deed}
      busy={busy || (pending && data?.get("deed") === deed)}
      {...rest}
    />
  );
}
