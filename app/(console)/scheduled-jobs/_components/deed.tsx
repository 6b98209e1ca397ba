"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import type { ButtonLook } from "../../../_ui/button.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";

type Props = ButtonLook & {
  deed: "run" | "run-at" | "stop";
  pending: string;
  className?: string;
  children: ReactNode;
};

/** One of several buttons of a form; only the pressed one says that it waits. */
export function Deed({ deed, ...rest }: Props) {
  const { pending, data } = useFormStatus();
  return (
    <SubmitButton name="deed" value={deed} busy={pending && data?.get("deed") === deed} {...rest} />
  );
}
