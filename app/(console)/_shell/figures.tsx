"use client";

import Link from "next/link";
import type { ShellCounts } from "#lib/shell/counts.ts";
import { count } from "#lib/text/numbers.ts";
import { Icon } from "../../_ui/icon.tsx";
import { useCounts } from "../_live/use-counts.ts";

export type Figures = { counts: ShellCounts; caps: ShellCounts };

/** What stands behind a page's name in the menu; nothing where nothing is. */
export function Figure({ name, counts, caps }: Figures & { name: keyof ShellCounts }) {
  const value = useCounts(counts)[name];
  if (value === 0) return null;
  return (
    <b>{name === "running" ? `${count(value, caps.running)} running` : unreadText(value, caps)}</b>
  );
}

/** The bell with the number of unread notices, also in words. */
export function Bell({ counts, caps }: Figures) {
  const { unread } = useCounts(counts);
  const text = unread > 0 ? unreadText(unread, caps) : null;
  return (
    <Link
      href="/notices"
      prefetch={false}
      aria-label={text ? `Notices, ${text} unread` : "Notices"}
    >
      <Icon name="bell" size={16} />
      {text}
    </Link>
  );
}

/** Counting stops at the cap, so the cap itself is already "99+". */
const unreadText = (unread: number, caps: ShellCounts) =>
  unread < caps.unread ? count(unread) : `${count(caps.unread - 1)}+`;
