"use client";

import { relative } from "#lib/text/dates.ts";
import { useTicking } from "../../_ui/clock.tsx";

/** "3 min" until a moment, counting down; "now" when it has come. */
export function UntilNext({ at }: { at: string }) {
  const date = new Date(at);
  return useTicking((now, { zone }) =>
    date <= now ? "now" : relative(date, now, zone).replace(/^in /, ""),
  );
}
