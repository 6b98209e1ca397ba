import {
  CHANGES_RUN,
  PERSONS,
  PLANS_SCHEDULE,
  RUNS,
  RUNS_SCHEDULE,
  SCHEDULES,
  SEES_RUN,
  SEES_SCHEDULE,
  type Objects,
  type RunName,
  type ScheduleName,
} from "./objects.ts";
import type { Person } from "../support/persons.ts";

/** One request and what a person must get: a status, "see" (anything but a refusal). */
export type Expectation = {
  path: string;
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Null: his own, whose planted row holds too little for a page. */
  status: (person: Person) => number | null;
};

type Expect = (objects: Objects) => Expectation[];

const everybody =
  (path: string, status = 200): Expect =>
  () => [{ path, status: () => status }];

/** What somebody gets who sees the run. */
type Seen = (person: Person, name: RunName) => number;

/** What installation jobs hold is not handed to those who see them in a chosen set of domains only. */
const handedOut =
  (status: number): Seen =>
  (person, name) =>
    person === "region" && name === "ofInstallation" ? 403 : status;

/** The same route for each run: what one may see answers, everything else is 404 like a number that was never given. */
const perRun =
  (
    path: (runId: number, objects: Objects, name: RunName) => string,
    seen: number | Seen = 200,
    method: Expectation["method"] = "GET",
  ): Expect =>
  (objects) => [
    ...RUNS.map((name) => ({
      path: path(objects.runs[name], objects, name),
      method,
      status: (person: Person) =>
        SEES_RUN[person].includes(name)
          ? typeof seen === "number"
            ? seen
            : seen(person, name)
          : 404,
    })),
    { path: path(999_999_999, objects, "ofOperator"), method, status: () => 404 },
  ];

/** The same for each scheduled job; who may look at none at all is refused the page as a whole. */
const perSchedule =
  (path: (scheduleId: string) => string, forNobody: number): Expect =>
  (objects) =>
    [...SCHEDULES, undefined].map((name) => ({
      path: path(name ? objects.schedules[name] : "01a1fa5f-808a-7aa8-8cce-000000000000"),
      status: (person: Person) => {
        if (SEES_SCHEDULE[person].length === 0) return forNobody;
        return name && SEES_SCHEDULE[person].includes(name) ? 200 : 404;
      },
    }));

/** Pages whose whole content takes the permission to see scheduled jobs. */
const forPlanners =
  (path: string): Expect =>
  () => [{ path, status: (person) => (SEES_SCHEDULE[person].length > 0 ? 200 : 403) }];

const OF_ALPINE: Person[] = ["system", "region", "alpineAdmin", "operator", "member"];
const OF_BOREALIS: Person[] = ["system", "region", "borealisAdmin"];

const ADMINISTRATORS: Person[] = ["system", "region", "alpineAdmin", "borealisAdmin"];

/** Every page and route handler of the build by its key in the manifest; one that is missing here fails the test. */
export const ROUTES: Record<string, Expect> = {
  "/(console)/[...unknown]/page": everybody("/nothing/here", 404),
  "/(console)/page": everybody("/"),
  "/(console)/notices/page": everybody("/notices"),
  "/(console)/process-tracker/page": everybody("/process-tracker?mine=0"),
  "/(console)/process-tracker/[runId]/page": perRun((id) => `/process-tracker/${id}`),
  "/(console)/process-tracker/[runId]/log/page": perRun((id) => `/process-tracker/${id}/log`),
  "/(console)/imports/page": everybody("/imports"),
  // It is the address of a correction; without a run to continue it leads to the list.
  "/(console)/imports/new/page": everybody("/imports/new", 307),
  "/(console)/imports/[draftId]/page": ({ drafts }) => [
    {
      path: `/imports/${drafts.operators}`,
      status: (person) => (person === "operator" ? null : 404),
    },
    {
      path: `/imports/${drafts.borealis}`,
      status: (person) => (person === "borealisAdmin" ? null : 404),
    },
  ],
  "/(console)/products/page": everybody("/products"),
  "/(console)/products/[id]/page": ({ products }) => [
    {
      path: `/products/${products.alpine}`,
      status: (person) => (OF_ALPINE.includes(person) ? 200 : 404),
    },
    {
      path: `/products/${products.borealis}`,
      status: (person) => (OF_BOREALIS.includes(person) ? 200 : 404),
    },
  ],
  "/(console)/scheduled-jobs/[[...window]]/page": (objects) => [
    ...forPlanners("/scheduled-jobs")(objects),
    ...["", "/scheduling", "/executions"].flatMap((tab) =>
      perSchedule((id) => `/scheduled-jobs/${id}${tab}`, 403)(objects),
    ),
  ],
  "/(console)/scheduled-jobs/upcoming/page": (objects) => [
    ...forPlanners("/scheduled-jobs/upcoming")(objects),
    ...forPlanners("/scheduled-jobs/upcoming?view=table&reach=7d")(objects),
  ],
  "/api/scheduled-jobs/route": forPlanners("/api/scheduled-jobs?ids="),
  "/api/scheduled-jobs/matching/route": forPlanners("/api/scheduled-jobs/matching"),
  "/api/scheduled-jobs/[scheduleId]/preview/route": perSchedule(
    (id) => `/api/scheduled-jobs/${id}/preview?planning=disabled&timeZone=UTC`,
    404,
  ),
  "/(console)/administration/mail/page": () => [
    {
      path: "/administration/mail",
      status: (person) => (ADMINISTRATORS.includes(person) ? 200 : 403),
    },
    {
      path: "/administration/mail?mail=01a1fa5f-808a-7aa8-8cce-000000000000",
      status: (person) => (ADMINISTRATORS.includes(person) ? 404 : 403),
    },
  ],
  "/api/mails/[mailId]/eml/route": () => [
    {
      path: "/api/mails/01a1fa5f-808a-7aa8-8cce-000000000000/eml",
      status: (person) => (ADMINISTRATORS.includes(person) ? 404 : 403),
    },
  ],
  "/(public)/unsubscribe/page": everybody(
    "/unsubscribe?to=a@b.example&job=x&sign=not-our-signature",
    404,
  ),
  "/api/unsubscribe/route": everybody("/api/unsubscribe?to=a@b.example", 307),
  "/(public)/sign-in/page": everybody("/sign-in", 307),
  "/(public)/setup/page": everybody("/setup", 307),
  "/_not-found/page": everybody("/_not-found", 404),
  "/_global-error/page": () => [],
  "/api/auth/[...nextauth]/route": everybody("/api/auth/csrf"),
  "/api/health/route": everybody("/api/health"),
  "/api/health/live/route": everybody("/api/health/live"),
  "/api/health/ready/route": everybody("/api/health/ready"),
  "/api/live/route": everybody("/api/live?poll=1"),
  "/api/runs/matching/route": everybody("/api/runs/matching"),
  "/api/runs/[runId]/route": perRun((id) => `/api/runs/${id}`),
  "/api/runs/[runId]/issues.csv/route": perRun(
    (id) => `/api/runs/${id}/issues.csv`,
    handedOut(200),
  ),
  "/api/runs/[runId]/refused-rows/route": perRun(
    (id) => `/api/runs/${id}/refused-rows`,
    handedOut(409),
  ),
  "/api/runs/[runId]/files/[fileId]/route": perRun(
    (id, objects, name) => `/api/runs/${id}/files/${objects.files[name]}`,
    handedOut(409),
  ),
  "/api/runs/[runId]/log/route": perRun((id) => `/api/runs/${id}/log`),
  "/api/runs/[runId]/log.txt/route": perRun((id) => `/api/runs/${id}/log.txt`),
  "/api/runs/[runId]/log/find/route": perRun((id) => `/api/runs/${id}/log/find?text=x`),
  "/api/runs/[runId]/log/read/route": perRun((id) => `/api/runs/${id}/log/read`, 200, "POST"),
  "/api/runs/[runId]/log/stream/route": perRun((id) => `/api/runs/${id}/log/stream`),
  "/api/uploads/route": ({ domains }) => [
    {
      path: `/api/uploads?name=a.csv&domain=${domains.borealis}`,
      method: "POST",
      status: (person) => (OF_BOREALIS.includes(person) ? 422 : 404),
    },
  ],
};

/** What somebody without the right must not be able to change by calling an action past its page. */
export type ActionCase = {
  fields: (objects: Objects) => Record<string, string>;
  /** Who may. Everybody else must change nothing. */
  allowed: Person[];
};

const onRun = (name: RunName): ActionCase => ({
  fields: (objects) => ({
    runId: String(objects.runs[name]),
    seenClaim: "1",
    title: "x",
    size: "25",
  }),
  allowed: PERSONS.filter((person) => CHANGES_RUN[person].includes(name)),
});

/** Setting to done takes an administrator, and the run's number typed once more. */
const onRunToSettle = (name: RunName): ActionCase => ({
  fields: ({ runs }) => ({ runId: String(runs[name]), typed: String(runs[name]), reason: "x" }),
  allowed: onRun(name).allowed.filter((person) => person !== "operator"),
});

/** As one of many; they are failed ones with one claim. */
const onTickedRun =
  (deed: "stop" | "retry" | "settle") =>
  (name: RunName): ActionCase => ({
    fields: ({ runs }) => ({
      step: "do",
      deed,
      runs: `${runs[name]}:1:failed`,
      reason: "x",
      typed: "1",
    }),
    allowed: (deed === "settle" ? onRunToSettle : onRun)(name).allowed,
  });

const onSchedule =
  (may: Record<Person, ScheduleName[]>, fields: Record<string, string>) =>
  (name: ScheduleName): ActionCase => ({
    fields: ({ schedules }) => ({
      scheduleId: schedules[name],
      scheduleIds: schedules[name],
      version: "1",
      ...fields,
    }),
    allowed: PERSONS.filter((person) => may[person].includes(name)),
  });

const PLAN = { planning: "disabled", timeZone: "UTC", overlap: "skip", missed: "skip" };

const DRAFTS: ActionCase[] = [
  {
    fields: ({ drafts }) => ({ draftId: drafts.operators, delimiter: ";" }),
    allowed: ["operator"],
  },
  {
    fields: ({ drafts }) => ({ draftId: drafts.borealis, delimiter: ";" }),
    allowed: ["borealisAdmin"],
  },
];

/** Every server action of the build by file and name. Those that touch nothing but the caller's own browser or session have no case. */
export const ACTIONS: Record<string, ActionCase[]> = {
  "app/(public)/sign-in/actions.ts#signIn": [],
  "app/(public)/sign-in/actions.ts#signOut": [],
  "app/(public)/setup/actions.ts#setUp": [],
  "app/(console)/_shell/actions.ts#setPreference": [],
  "app/(console)/process-tracker/actions.ts#setPageSize": [],
  "app/(console)/process-tracker/actions.ts#onTicked": [
    ...RUNS.map(onTickedRun("stop")),
    ...RUNS.map(onTickedRun("retry")),
    ...RUNS.map(onTickedRun("settle")),
  ],
  "app/(console)/process-tracker/actions.ts#stop": RUNS.map(onRun),
  "app/(console)/process-tracker/actions.ts#cancel": RUNS.map(onRun),
  "app/(console)/process-tracker/actions.ts#retry": RUNS.map(onRun),
  "app/(console)/process-tracker/[runId]/actions.ts#stop": RUNS.map(onRun),
  "app/(console)/process-tracker/[runId]/actions.ts#cancel": RUNS.map(onRun),
  "app/(console)/process-tracker/[runId]/actions.ts#retry": RUNS.map(onRun),
  "app/(console)/process-tracker/[runId]/actions.ts#release": RUNS.map(onRun),
  "app/(console)/process-tracker/[runId]/actions.ts#settle": RUNS.map(onRunToSettle),
  "app/(console)/imports/[draftId]/actions.ts#submitMapping": DRAFTS,
  "app/(console)/imports/[draftId]/actions.ts#submitFormat": DRAFTS,
  "app/(console)/imports/[draftId]/actions.ts#submitCheck": DRAFTS,
  "app/(console)/notices/actions.ts#read": [],
  "app/(console)/notices/actions.ts#readAll": [],
  "app/(console)/administration/mail/actions.ts#resend": [
    { fields: () => ({ mailId: "01a1fa5f-808a-7aa8-8cce-000000000000" }), allowed: [] },
  ],
  "app/(console)/administration/mail/actions.ts#test": [
    { fields: () => ({}), allowed: ["system"] },
  ],
  "app/(public)/unsubscribe/actions.ts#takeOff": [],
  "app/(console)/scheduled-jobs/actions.ts#onTicked": [
    ...SCHEDULES.map(onSchedule(RUNS_SCHEDULE, { deed: "run" })),
    ...SCHEDULES.map(onSchedule(RUNS_SCHEDULE, { deed: "stop" })),
    ...SCHEDULES.map(onSchedule(RUNS_SCHEDULE, { deed: "run-at", startAt: "2027-01-01T06:00" })),
  ],
  "app/(console)/scheduled-jobs/actions.ts#plan": SCHEDULES.map(onSchedule(PLANS_SCHEDULE, PLAN)),
  "app/(console)/scheduled-jobs/actions.ts#report": SCHEDULES.map(
    onSchedule(PLANS_SCHEDULE, { enabled: "1", when: "always", recipients: "a@b.example" }),
  ),
  "app/(console)/scheduled-jobs/actions.ts#pause": SCHEDULES.map(
    onSchedule(PLANS_SCHEDULE, { reason: "planted" }),
  ),
  "app/(console)/scheduled-jobs/actions.ts#resume": SCHEDULES.map(onSchedule(PLANS_SCHEDULE, {})),
  "app/(console)/scheduled-jobs/actions.ts#sendTest": SCHEDULES.map(onSchedule(PLANS_SCHEDULE, {})),
  "app/(console)/imports/actions.ts#discard": DRAFTS,
};
