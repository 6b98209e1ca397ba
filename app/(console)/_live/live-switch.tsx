"use client";

import { clockTime } from "#lib/text/dates.ts";
import { useClock } from "../../_ui/clock.tsx";
import { liveConnection } from "./connection.ts";
import { useLiveState } from "./use-live.ts";
import "./live.css";

/** The state of the page in words, and the switch that holds it still: Live, Paused, "Not live since 21:38, asks every 5 s". */
export function LiveSwitch() {
  const { state, lostSince } = useLiveState();
  const { zone } = useClock();
  const paused = state === "paused";
  const words =
    state === "lost"
      ? `Not live${lostSince ? ` since ${clockTime(new Date(lostSince), zone)}` : ""}, asks every 5 s`
      : paused
        ? "Paused"
        : "Live";
  return (
    <>
      <button
        type="button"
        className={state === "live" ? "live switch" : "live off switch"}
        title={paused ? "Go on showing changes" : "Hold the page still"}
        onClick={() => liveConnection.setPaused(!paused)}
      >
        {words}
      </button>
      <span className="sr" role="status">
        {state === "live" ? "" : words}
      </span>
    </>
  );
}
