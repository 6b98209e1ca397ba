import type { RunDetail } from "#lib/runs/get.ts";
import { STATUS } from "#lib/runs/status.ts";
import { percent } from "#lib/text/numbers.ts";

/** The state first, so that a strip of tabs tells it: `65 % · products.csv #12`, `Failed · products.csv #12`. */
export function runTitle({ run, share }: Pick<RunDetail, "run" | "share">): string {
  const state =
    run.status === "running" && share !== null ? percent(share) : STATUS[run.status].label;
  return `${state} · ${run.title} #${run.id}`;
}
