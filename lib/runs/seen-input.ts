import type { RunStatus } from "./status.ts";

/** About as many runs a person decides at once: a thousand take seconds. Who has more decides again after these. */
export const MANY_MAX = 1_000;

/** What can be done with many runs at once. Stop cancels those that wait. */
export const MANY_DEEDS = ["stop", "retry", "settle"] as const;
export type ManyDeed = (typeof MANY_DEEDS)[number];

/** A run as it was seen: what is decided of it holds for this claim and this status. */
export type SeenRun = { runId: number; seenClaim: number; seenStatus: RunStatus };

/** One as forms carry it: `48231:2:failed`. */
export const seenText = (run: { id: number; claim: number; status: RunStatus }): string =>
  `${run.id}:${run.claim}:${run.status}`;
