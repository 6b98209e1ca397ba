/**
 * The state machine as people were promised it, apart from the code that keeps it: what each action makes of each status. What
 * is not listed is refused and changes nothing. "quarantined" is the mark on a failed run.
 */
export const OUTCOMES = {
  stop: { deferred: "cancelled", queued: "cancelled", running: "stopping", interrupted: "stopped" },
  cancel: { deferred: "cancelled", queued: "cancelled" },
  retry: { failed: "queued", stopped: "queued", interrupted: "queued", cancelled: "queued" },
  release: { quarantined: "queued" },
  // One that is executed is stopped first, and is set to done when it has ended.
  settle: {
    deferred: "settled",
    queued: "settled",
    running: "stopping",
    failed: "settled",
    quarantined: "settled",
    stopped: "settled",
    interrupted: "settled",
  },
} as const satisfies Record<string, Partial<Record<State, string>>>;

/** Every state with the words in which a refusal names it. */
export const STATES = {
  deferred: "scheduled",
  queued: "new",
  running: "in progress",
  stopping: "stopping",
  completed: "completed",
  "completed-with-warnings": "completed with warnings",
  failed: "failed",
  quarantined: "quarantined",
  stopped: "stopped",
  interrupted: "worker lost",
  cancelled: "cancelled",
  settled: "set to done",
} as const;

/** Which entry of the audit log tells of it. */
export const AUDITED: Record<Action, (state: State) => string> = {
  stop: (state) => (state === "deferred" || state === "queued" ? "run.cancel" : "run.stop"),
  cancel: () => "run.cancel",
  retry: () => "run.retry",
  release: () => "run.release",
  settle: () => "run.settle",
};

export type State = keyof typeof STATES;
export type Action = keyof typeof OUTCOMES;

/** What stands between somebody and a run: nothing, a missing permission, or that it is not there for him. */
export type Access = "allowed" | "forbidden" | "not-found";

export type Subject = {
  role: string;
  domains: "all" | string[];
  /** Whose run it is. */
  run: "of the domain" | "his own" | "of the installation";
  access: Access;
};

const HERE = ["bench.example"];
const NEXT_DOOR = ["next-door.example"];

/** Every role on every run that it can meet. Operators and above have the right to all actions but one: see `accessTo`. */
export const SUBJECTS: Subject[] = [
  { role: "system-administrator", domains: "all", run: "of the domain", access: "allowed" },
  { role: "system-administrator", domains: "all", run: "of the installation", access: "allowed" },
  { role: "system-administrator", domains: HERE, run: "of the domain", access: "allowed" },
  { role: "system-administrator", domains: HERE, run: "of the installation", access: "forbidden" },
  { role: "domain-administrator", domains: HERE, run: "of the domain", access: "allowed" },
  { role: "domain-administrator", domains: HERE, run: "of the installation", access: "not-found" },
  { role: "domain-administrator", domains: NEXT_DOOR, run: "of the domain", access: "not-found" },
  { role: "operator", domains: HERE, run: "of the domain", access: "allowed" },
  { role: "operator", domains: NEXT_DOOR, run: "of the domain", access: "not-found" },
  { role: "member", domains: HERE, run: "his own", access: "forbidden" },
  { role: "member", domains: HERE, run: "of the domain", access: "not-found" },
];

/** Setting to done takes an administrator. */
export const accessTo = ({ role, access }: Subject, action: Action): Access =>
  action === "settle" && role === "operator" && access === "allowed" ? "forbidden" : access;
