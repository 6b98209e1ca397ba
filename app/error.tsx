"use client";

import { PageError } from "./_ui/page-error.tsx";

/** A page outside the shell that failed, or the shell itself. */
export default function RootError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="main" className="bare">
      <PageError error={error} reset={reset} />
    </main>
  );
}
