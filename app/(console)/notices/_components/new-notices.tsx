"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { counted } from "#lib/text/numbers.ts";
import { Icon } from "../../../_ui/icon.tsx";
import { useCounts } from "../../_live/use-counts.ts";

/** Notices that came after the page was read wait behind a button, so that nothing moves by itself. */
export function NewNotices({ unread }: { unread: number }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const more = useCounts({ running: 0, unread }).unread - unread;
  if (more <= 0) return null;
  return (
    <button
      type="button"
      className="fresh"
      aria-busy={busy}
      onClick={() => start(() => router.refresh())}
    >
      <Icon name="up" />
      {counted(more, "new notice")}, show {more === 1 ? "it" : "them"}
    </button>
  );
}
