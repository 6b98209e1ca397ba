import type { Since } from "#lib/runs/list-input.ts";
import type { Trigger } from "#lib/runs/status.ts";

/** How a run came to be, where no person's name stands. */
export const TRIGGER_WORDS: Record<Trigger, string> = {
  person: "by hand",
  schedule: "schedule",
  run: "another run",
  api: "API",
  demo: "demo",
};

export const SINCE_WORDS: Record<Since, string> = {
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};
