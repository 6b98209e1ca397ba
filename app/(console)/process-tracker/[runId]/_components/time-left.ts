"use client";

import { useState } from "react";
import { estimateRemaining, steady, type Said } from "#lib/text/time-left.ts";
import type { RunDetail } from "#lib/runs/get.ts";
import type { StepShown } from "#lib/runs/steps-shown.ts";
import { STATUS } from "#lib/runs/status.ts";

/** What may be said about the time left of the whole run: seconds, or a word; undefined when it does not run. */
export type Left = { seconds: number } | "estimating" | "longer-than-usual";

/**
 * The time left of a run: of the running step by its own pace, and as long as the others usually take. Between two readings the
 * figure counts down and goes up only when it was clearly wrong.
 */
export function useTimeLeft(detail: RunDetail): Left | undefined {
  const fresh = timeLeft(detail);
  const atMs = Date.parse(detail.readAt);
  const [said, setSaid] = useState<{ readAt: string; said: Said | null }>(() => ({
    readAt: detail.readAt,
    said: typeof fresh === "object" ? { seconds: fresh.seconds, atMs } : null,
  }));
  if (said.readAt !== detail.readAt) {
    const next = typeof fresh === "object" ? steady(said.said, fresh.seconds, atMs) : null;
    setSaid({ readAt: detail.readAt, said: next });
  }
  if (typeof fresh !== "object") return fresh;
  return { seconds: said.said?.seconds ?? fresh.seconds };
}

export function timeLeft({ run, share, steps, usual, readAt }: RunDetail): Left | undefined {
  if (run.status !== "running" || !run.startedAt) return undefined;
  const running = steps.find((step) => step.status === "running");
  const later = running ? steps.filter((step) => step.position > running.position) : [];
  const isKnown = later.every((step) => step.usualSeconds !== null);
  if (running?.usualSeconds != null && isKnown) return ofSteps(running, later, share);
  const elapsedSeconds = (Date.parse(readAt) - Date.parse(run.startedAt)) / 1000;
  return estimateRemaining({ elapsedSeconds, share, usual }) ?? undefined;
}

/** Inputs differ in size, so the steps' own rates say more than the duration of whole runs. */
function ofSteps(running: StepShown, later: StepShown[], share: number | null): Left {
  if (typeof running.timeLeft !== "object" || running.timeLeft === null)
    return running.timeLeft ?? "estimating";
  if (share !== null && share < 0.1) return "estimating";
  return {
    seconds:
      running.timeLeft.seconds + later.reduce((sum, step) => sum + (step.usualSeconds ?? 0), 0),
  };
}

/** Whether the run can still change by itself. */
export const isLive = ({ run }: RunDetail) => STATUS[run.status].live;
