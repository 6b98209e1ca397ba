import type { Viewer } from "#lib/access/viewer.ts";
import { cancelRun } from "#lib/runs/cancel.ts";
import { releaseRun } from "#lib/runs/release.ts";
import { retryRun } from "#lib/runs/retry.ts";
import { settleRun } from "#lib/runs/settle.ts";
import { stopRun } from "#lib/runs/stop.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import type { Person } from "./person.ts";
import type { Action, State } from "./state-table.ts";

export type Pressed = { action: Action; state: State; runId: number };
/** `done`, or the refusal's code and words. */
export type Answer = { code: string; message: string };
/** One account, for the verbs and at a browser. */
export type Actor = { viewer: Viewer; person: Person };

const VERBS: Record<Action, (viewer: Viewer, runId: number) => Promise<unknown>> = {
  stop: (viewer, runId) => stopRun(viewer, { runId }),
  cancel: (viewer, runId) => cancelRun(viewer, { runId }),
  retry: (viewer, runId) => retryRun(viewer, { runId }),
  release: (viewer, runId) => releaseRun(viewer, { runId }),
  settle: (viewer, runId) => settleRun(viewer, { runId, reason: "planted" }),
};

/** Calls the verb. */
export async function pressVerb({ viewer }: Actor, { action, runId }: Pressed): Promise<Answer> {
  try {
    await VERBS[action](viewer, runId);
    return { code: "done", message: "" };
  } catch (error) {
    if (isRefusal(error)) return { code: error.code, message: error.message };
    throw error;
  }
}

const TRACKER = "app/(console)/process-tracker/actions.ts";
const RUN_PAGE = "app/(console)/process-tracker/[runId]/actions.ts";

/** The first press on the tracker, where it has the button, the others on the run's page. */
export async function pressPage({ person }: Actor, one: Pressed, press: number): Promise<Answer> {
  const { action, runId } = one;
  const onTracker = press === 0 && action !== "release" && action !== "settle";
  const claim = ["deferred", "queued", "cancelled"].includes(one.state) ? "0" : "1";
  const { status, ok, message } = await person.act(
    `${onTracker ? TRACKER : RUN_PAGE}#${action}`,
    {
      runId: String(runId),
      seenClaim: claim,
      title: "planted",
      reason: "planted",
      typed: String(runId),
    },
    onTracker ? "/process-tracker" : `/process-tracker/${runId}`,
  );
  if (ok) return { code: "done", message: "" };
  if (status === 403) return { code: "forbidden", message };
  if (status === 404) return { code: "not-found", message };
  return { code: status === 200 && message ? "conflict" : `HTTP ${status}`, message };
}
