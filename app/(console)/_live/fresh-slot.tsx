"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { count as written } from "#lib/text/numbers.ts";
import { Icon } from "../../_ui/icon.tsx";

type Props = {
  count: number;
  /** "run". */
  noun: string;
  /** From here on the count is not known exactly. */
  cap?: number;
};

/**
 * "3 new runs, show them": reads the page anew when somebody wants it. Floats over the head of the list, for a row of its own
 * would push away what somebody is about to press.
 */
export function FreshSlot({ count, noun, cap = Number.POSITIVE_INFINITY }: Props) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const words = `${written(count, cap)} new ${noun}${count === 1 ? "" : "s"}, show ${count === 1 ? "it" : "them"}`;
  return (
    <div className="fresh-slot" role="status">
      {count > 0 && (
        <button
          type="button"
          className="fresh"
          aria-busy={busy}
          onClick={() => start(() => router.refresh())}
        >
          <Icon name="up" />
          {words}
        </button>
      )}
    </div>
  );
}
