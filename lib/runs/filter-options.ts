import { asc, desc, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { users } from "#drizzle/schema/people.ts";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { canSomewhere, domainsWith, seesInstallation, type Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";

/** What the filters of the list of runs offer this viewer. */
export type FilterOptions = {
  types: Array<{ name: string; title: string }>;
  /** People who have started a run that the viewer may see; empty for those who see only their own. */
  people: Array<{ id: string; name: string }>;
};

/** A menu with more entries than this helps nobody. */
const ENTRIES_MAX = 200;

export function filterOptions(viewer: Viewer): Promise<FilterOptions> {
  return read(viewer, async (tx) => {
    const inView = seesInstallation(viewer) ? undefined : eq(jobTypes.scope, "domain");
    const types = await tx
      .select({ name: jobTypes.name, title: jobTypes.title })
      .from(jobTypes)
      .where(inView)
      .orderBy(asc(jobTypes.title))
      .limit(ENTRIES_MAX);
    if (!canSomewhere(viewer, "runs.view-all")) return { types, people: [] };
    const ids = await starters(tx, viewer);
    const people = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(inArray(users.id, ids))
      .orderBy(asc(users.name))
      .limit(ENTRIES_MAX);
    return { types, people };
  });
}

/** Who has started runs: from one person to the next in an index, place after place, however many runs each of them has. */
async function starters(tx: Tx, viewer: Viewer): Promise<string[]> {
  const everywhere = domainsWith(viewer, "runs.view-all");
  const own = viewer.domains.some(({ id }) => everywhere !== "all" && !everywhere.includes(id));
  const found = new Set(own && viewer.userId ? await startedOwn(tx, viewer.userId) : []);
  const places = placesOf(everywhere, seesInstallation(viewer));
  // One question for all places: asked one after the other, ten domains would cost ten ways to the server.
  const rows = await tx.execute<{ id: string }>(sql.join(places, sql` union `));
  for (const { id } of rows) found.add(id);
  return [...found];
}

function placesOf(everywhere: "all" | string[], installation: boolean): SQL[] {
  if (everywhere === "all") return [startersIn(sql`true`, sql`started_by`)];
  const order = sql`domain_id, started_by`;
  const domains = sql`select found.id from unnest(${`{${everywhere.join(",")}}`}::uuid[]) as place (id),
    lateral (${startersIn(sql`domain_id = place.id`, order)}) as found`;
  return installation ? [domains, sql`(${startersIn(isNull(runs.domainId), order)})`] : [domains];
}

async function startedOwn(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: runs.startedBy })
    .from(runs)
    .where(eq(runs.startedBy, userId))
    // The order names the index: going through all until one is found looks cheaper to the planner.
    .orderBy(desc(runs.id))
    .limit(1);
  return rows.length > 0 ? [userId] : [];
}

function startersIn(place: SQL, order: SQL): SQL {
  const next = (after: SQL) => sql`(select started_by from ${runs}
    where started_by is not null and ${place} and ${after} order by ${order} limit 1)`;
  // The order names the index: no other has it, and "is null" would not be taken for one value otherwise.
  return sql`with recursive person (id) as (
      select ${next(sql`true`)} union all select ${next(sql`started_by > person.id`)} from person where person.id is not null
    ) select id from person where id is not null limit ${ENTRIES_MAX}`;
}
