import type { Viewer } from "#lib/access/viewer.ts";
import { filterOptions } from "#lib/runs/filter-options.ts";
import { listRuns } from "#lib/runs/list.ts";
import { RunListInput } from "#lib/runs/list-input.ts";
import { countByStatus, countRuns } from "#lib/runs/status-counts.ts";
import { readShell } from "#lib/shell/read.ts";
import { ROLES, type Ground, type Role } from "./persons.ts";

type Query = Record<string, string>;
type Reads = Record<string, (ground: Ground) => Promise<unknown>>;

/** Everything that the tracker's page and its frame ask the database for, side by side as the page does. */
export async function readTracker(viewer: Viewer, query: Query): Promise<unknown> {
  const filters = RunListInput.parse(query);
  const chooses = viewer.grants.some(({ permissions }) => permissions.has("runs.view-all"));
  return await Promise.all([
    listRuns(viewer, filters, 25),
    countByStatus(viewer, filters),
    filterOptions(viewer),
    chooses && countRuns(viewer, { ...filters, mine: !filters.mine }),
    readShell(viewer),
  ]);
}

const day = (daysAgo: number) =>
  new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

const FILTERS: Record<string, Query> = {
  failed: { status: "failed" },
  "running or queued": { status: "running,queued" },
  settled: { status: "settled" },
  imports: { type: "product-import" },
  "a rare type": { type: "session-clean-up" },
  "one person": { user: "e0000000-0000-7000-8000-000000000003" },
  mine: { mine: "1" },
  "a large domain": { domain: "domain-00.example" },
  "a small domain": { domain: "domain-40.example" },
  installation: { domain: "installation" },
  "started by people": { trigger: "person" },
  "started by runs": { trigger: "run" },
  "24 hours": { since: "24h" },
  "30 days": { since: "30d" },
  "ten old days": { from: day(300), to: day(290) },
  "with warnings": { warnings: "1" },
  "oldest first": { sort: "oldest" },
  "failed imports of a domain": {
    status: "failed",
    type: "product-import",
    domain: "domain-03.example",
  },
  "failed in 30 days, by a program": { status: "failed", trigger: "api", since: "30d" },
  "with warnings, by people": { warnings: "1", trigger: "person" },
};

const SEARCHES: Record<string, Query> = {
  "a common word": { q: "products" },
  "a job": { q: "import" },
  "a date": { q: day(2) },
  "two words": { q: "spring xlsx" },
  "a rare word": { q: "zebra" },
  "what nothing bears": { q: "xylophone" },
  "a number": { q: "999123" },
  "two letters": { q: "qz" },
  "among the failed": { status: "failed", q: "winter" },
  "a rare word in a domain": { domain: "domain-02.example", q: "zebra" },
};

const NARROWER: readonly Role[] = ["ten domains", "operator", "member"];

/** Each as the viewer who sees everything, and as those who see less. */
function reads(queries: Record<string, Query>, narrower: string[]): Reads {
  const read = (role: Role, name: string) => (ground: Ground) =>
    readTracker(ground.viewers[role], queries[name] as Query);
  return Object.fromEntries([
    ...Object.keys(queries).map((name) => [name, read("everything", name)] as const),
    ...NARROWER.flatMap((role) =>
      narrower.map((name) => [`${name}, ${role}`, read(role, name)] as const),
    ),
  ]);
}

const byRole = (query: (ground: Ground, role: Role) => Query): Reads =>
  Object.fromEntries(
    ROLES.map((role) => [
      role,
      (ground: Ground) => readTracker(ground.viewers[role], query(ground, role)),
    ]),
  );

export const trackerReads: Record<string, Reads> = {
  "tracker, first page": byRole(() => ({})),
  "tracker, page 1,000": byRole(({ places }, role) => ({ before: String(places.deep[role]) })),
  "tracker, filters": reads(FILTERS, [
    "failed",
    "imports",
    "started by runs",
    "with warnings",
    "30 days",
  ]),
  "tracker, search": reads(SEARCHES, ["a common word", "a rare word"]),
};
