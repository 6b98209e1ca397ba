"use client";

import { useEffect, useState } from "react";
import type { ShellCounts } from "#lib/shell/counts.ts";
import { liveConnection } from "./connection.ts";

/** The figures of the menu and the bell: as the server drew them, then as they change. */
export function useCounts(initial: ShellCounts): ShellCounts {
  const [shown, setShown] = useState({ initial, counts: initial });
  // A newer page knows better than the last event.
  if (shown.initial.running !== initial.running || shown.initial.unread !== initial.unread)
    setShown({ initial, counts: initial });
  useEffect(() => {
    return liveConnection.add({
      onUpdate: ({ counts }) => counts && setShown((before) => ({ ...before, counts })),
    });
  }, []);
  return shown.counts;
}
