"use client";

import { PageError } from "../_ui/page-error.tsx";

/** A page that failed, inside the shell: the rest of the console goes on. */
export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <PageError error={error} reset={reset} />;
}
