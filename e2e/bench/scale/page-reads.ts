import { listNotices } from "#lib/notices/list.ts";
import { readDashboard } from "#lib/runs/dashboard.ts";
import { getRun } from "#lib/runs/get.ts";
import { listIssues } from "#lib/runs/list-issues.ts";
import { findInLog } from "#lib/runs/log-facts.ts";
import { LogQuery } from "#lib/runs/log-input.ts";
import { openLog } from "#lib/runs/open-log.ts";
import { readLog } from "#lib/runs/read-log.ts";
import { ExecutionsInput } from "#lib/schedules/executions-input.ts";
import { listExecutions } from "#lib/schedules/executions.ts";
import { NO_SCHEDULE_FILTERS } from "#lib/schedules/list-input.ts";
import { countSchedules, listSchedules } from "#lib/schedules/list.ts";
import { readNextStarts } from "#lib/schedules/next-starts.ts";
import { UpcomingInput } from "#lib/schedules/upcoming-input.ts";
import { readUpcoming } from "#lib/schedules/upcoming.ts";
import { readShell } from "#lib/shell/read.ts";
import type { Ground, Role } from "./persons.ts";

type Reads = Record<string, (ground: Ground) => Promise<unknown>>;

const dashboard =
  (role: Role) =>
  ({ viewers }: Ground) =>
    Promise.all([
      readDashboard(viewers[role], undefined),
      readNextStarts(viewers[role], undefined),
      readShell(viewers[role]),
    ]);

const schedules =
  (role: Role) =>
  ({ viewers }: Ground) =>
    Promise.all([
      listSchedules(viewers[role], NO_SCHEDULE_FILTERS, 25),
      countSchedules(viewers[role], NO_SCHEDULE_FILTERS),
    ]);

const executions =
  (query: Record<string, string>) =>
  ({ viewers, places }: Ground) =>
    listExecutions(viewers.operator, places.schedule, ExecutionsInput.parse(query));

const run: Reads = {
  failed: ({ viewers, places }) => getRun(viewers.operator, places.failed),
  "with 100,000 lines": ({ viewers, places }) => getRun(viewers.everything, places.large),
  "failed, ten domains": ({ viewers, places }) => getRun(viewers["ten domains"], places.failed),
};

const issues: Reads = {
  "first page": ({ viewers, places }) => listIssues(viewers.everything, places.large, {}),
  "page 900": ({ viewers, places }) =>
    listIssues(viewers.everything, places.large, { after: 45_000 }),
  "one code": ({ viewers, places }) =>
    listIssues(viewers.everything, places.large, { code: "too-long", after: 30_000 }),
  search: ({ viewers, places }) =>
    listIssues(viewers.everything, places.large, { text: "needle 47" }),
};

const log: Reads = {
  opened: ({ viewers, places }) => openLog(viewers.everything, places.large, LogQuery.parse({})),
  "first lines": ({ viewers, places }) =>
    readLog(viewers.everything, places.large, { after: 0 }, {}),
  "around line 50,000": ({ viewers, places }) =>
    readLog(viewers.everything, places.large, { around: 50_000 }, {}),
  "errors only": ({ viewers, places }) =>
    readLog(viewers.everything, places.large, { end: true }, { levels: ["error"] }),
  search: ({ viewers, places }) => findInLog(viewers.everything, places.large, "needle", {}),
};

export const pageReads: Record<string, Reads> = {
  "run page": run,
  "issues of a run with 50,000": issues,
  "log of 100,000 lines": log,
  "log of a usual run": {
    opened: ({ viewers, places }) => openLog(viewers.operator, places.failed, LogQuery.parse({})),
  },
  dashboard: {
    everything: dashboard("everything"),
    "ten domains": dashboard("ten domains"),
    operator: dashboard("operator"),
    member: dashboard("member"),
  },
  "scheduled jobs": {
    everything: schedules("everything"),
    "ten domains": schedules("ten domains"),
  },
  "latest executions": {
    newest: executions({}),
    search: executions({ "run-q": "xylophone" }),
  },
  upcoming: {
    everything: ({ viewers }) => readUpcoming(viewers.everything, UpcomingInput.parse({})),
  },
  notices: {
    all: ({ viewers }) => listNotices(viewers.operator, { unread: false }),
    unread: ({ viewers }) => listNotices(viewers.operator, { unread: true }),
  },
};
