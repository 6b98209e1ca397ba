"use client";

import { clockTime } from "#lib/text/dates.ts";
import { useClock } from "./clock.tsx";

type Props = {
  state: "live" | "paused" | "lost";
  /** Since when the stream is lost. */
  since?: string | Date;
};

/** The state of the page in words: Live, Paused, "Not live since 21:38, asks every 5 s". */
export function Live({ state, since }: Props) {
  const { zone } = useClock();
  return (
    <span className={state === "live" ? "live" : "live off"} role="status">
      {state === "live" && "Live"}
      {state === "paused" && "Paused"}
      {state === "lost" &&
        `Not live${since ? ` since ${clockTime(new Date(since), zone)}` : ""}, asks every 5 s`}
    </span>
  );
}
