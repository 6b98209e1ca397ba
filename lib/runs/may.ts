import type { Permission } from "../access/permissions.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { STATUS, statusesBefore, type RunStatus } from "./status.ts";

/** What the decision needs of a run. */
export type Decidable = {
  status: RunStatus;
  jobType: string;
  domainId: string | null;
  quarantinedAt?: Date | string | null;
};

export type RunAction = "cancel" | "stop" | "retry" | "release" | "settle";

/** Allowed, or why not: the permission is missing (the control is absent) or the state forbids it (the verb says so). */
export type Decision =
  | { allowed: true }
  | { allowed: false; because: "permission" | "state"; reason: string };

/**
 * Whether the viewer may do this to this run now. Read models carry the answers as `may`, and the mutating verbs ask here too,
 * so that a button and its verb can't disagree.
 */
export function decide(viewer: Viewer, run: Decidable, action: RunAction): Decision {
  const permission = PERMISSION[action];
  if (!can(viewer, permission, run.domainId)) {
    return {
      allowed: false,
      because: "permission",
      reason: `This needs the permission ${permission}.`,
    };
  }
  const obstacle = OBSTACLES[action](run);
  return obstacle ? { allowed: false, because: "state", reason: obstacle } : { allowed: true };
}

/** The answers for all actions, as plain booleans for read models. */
export function mayDo(viewer: Viewer, run: Decidable): Record<RunAction, boolean> {
  const allowed = (action: RunAction) => decide(viewer, run, action).allowed;
  return {
    cancel: allowed("cancel"),
    stop: allowed("stop"),
    retry: allowed("retry"),
    release: allowed("release"),
    settle: allowed("settle"),
  };
}

/** What each action takes. */
export const PERMISSION = {
  cancel: "runs.stop",
  stop: "runs.stop",
  retry: "runs.retry",
  release: "runs.retry",
  settle: "runs.settle",
} as const satisfies Record<RunAction, Permission>;

const OBSTACLES: Record<RunAction, (run: Decidable) => string | undefined> = {
  cancel: (run) => transitionObstacle(run, "cancelled"),
  // A run whose worker was lost has nobody to tell: it is stopped at once.
  stop: (run) =>
    transitionObstacle(run, run.status === "interrupted" ? "stopped" : "stopping") ??
    stopObstacle(run),
  retry: (run) =>
    transitionObstacle(run, "queued", ["failed", "stopped", "interrupted", "cancelled"]) ??
    (run.quarantinedAt
      ? "It is quarantined after two crashes: to be released first."
      : retiredObstacle(run)),
  release: (run) =>
    run.quarantinedAt ? transitionObstacle(run, "queued", ["failed"]) : "It is not quarantined.",
  // One that is executed is stopped first.
  settle: (run) =>
    run.status === "running"
      ? stopObstacle(run)
      : transitionObstacle(
          run,
          "settled",
          statusesBefore("settled").filter((status) => status !== "stopping"),
        ),
};

function transitionObstacle(run: Decidable, to: RunStatus, only?: RunStatus[]): string | undefined {
  const possible = to in STATUS[run.status].next && (!only || only.includes(run.status));
  return possible
    ? undefined
    : `It is ${STATUS[run.status].label.toLowerCase().replace("…", "")} now.`;
}

function stopObstacle(run: Decidable): string | undefined {
  const type = jobTypeOf(run.jobType);
  return type && !type.stop.possible ? type.stop.meaning : undefined;
}

function retiredObstacle(run: Decidable): string | undefined {
  return jobTypeOf(run.jobType) ? undefined : "Its job type is retired.";
}
