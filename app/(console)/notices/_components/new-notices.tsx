"use client";

import { FreshSlot } from "../../_live/fresh-slot.tsx";
import { useCounts } from "../../_live/use-counts.ts";

/** Notices that came after the page was read wait behind a button, so that nothing moves by itself. */
export function NewNotices({ unread }: { unread: number }) {
  const more = useCounts({ running: 0, unread }).unread - unread;
  return <FreshSlot count={Math.max(0, more)} noun="notice" />;
}
