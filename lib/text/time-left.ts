/**
 * What is known when a time left is asked for. Pure and free of the database, for pages and browsers compute it too.
 */
export type EstimateInput = {
  elapsedSeconds: number;
  /** How much of the whole run is done, 0…1; null while its total is unknown. */
  share: number | null;
  /** How long earlier runs of the job took; null without any. */
  usual: { samples: number; medianSeconds: number; p90Seconds: number } | null;
};

/** Seconds that are left, or why no number is said; null where there is nothing to say. */
export type Estimate = { seconds: number } | "estimating" | "longer-than-usual" | null;

/** Below this share and under this number of earlier runs a number would be a guess. */
const SHARE_MIN = 0.1;
const SAMPLES_MIN = 3;
/** Inputs differ in size: the usual duration counts only within this factor of the pace that this run shows. */
const TRUST = 2;

/**
 * The time left of a running run: its own pace, steadied by the usual duration while little is done. Never negative; zero
 * only when all is done. Beyond the 90th percentile of earlier runs no number is said.
 */
export function estimateRemaining({ elapsedSeconds, share, usual }: EstimateInput): Estimate {
  if (!usual || usual.samples < SAMPLES_MIN) return "estimating";
  if (elapsedSeconds > usual.p90Seconds && share !== 1) return "longer-than-usual";
  if (share === null || !(share >= SHARE_MIN)) return "estimating";
  const done = Math.min(1, share);
  const byPace = Math.max(0, elapsedSeconds) / done;
  const byHistory = Math.min(byPace * TRUST, Math.max(byPace / TRUST, usual.medianSeconds));
  const total = byHistory * (1 - done) + byPace * done;
  return { seconds: Math.max(0, total * (1 - done)) };
}

/** What is on screen: so many seconds were said to be left at this moment (milliseconds). */
export type Said = { seconds: number; atMs: number };

/** A new figure goes up only when it is worse than the one on screen by this factor and so many seconds. */
const WORSE_FACTOR = 1.25;
const WORSE_SECONDS = 10;

/**
 * The figure to show after `previous`: it counts down with the clock and follows a better estimate, but goes up only when the
 * new one is clearly worse, so that it does not jump back and forth between two updates.
 */
export function steady(previous: Said | null, seconds: number, atMs: number): Said {
  if (!previous) return { seconds, atMs };
  const expected = Math.max(0, previous.seconds - (atMs - previous.atMs) / 1000);
  if (seconds <= expected) return { seconds, atMs };
  const worse = seconds > expected * WORSE_FACTOR && seconds > expected + WORSE_SECONDS;
  return { seconds: worse ? seconds : expected, atMs };
}
