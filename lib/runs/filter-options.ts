import { and, asc, eq, exists, sql } from "drizzle-orm";
import { users } from "#drizzle/schema/people.ts";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { visibleTo } from "../access/visible.ts";
import { canSomewhere, seesInstallation, type Viewer } from "../access/viewer.ts";

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
    const started = tx
      .select({ one: sql`1` })
      .from(runs)
      .where(and(eq(runs.startedBy, users.id), visibleTo(viewer, runs)));
    const people = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(exists(started))
      .orderBy(asc(users.name))
      .limit(ENTRIES_MAX);
    return { types, people };
  });
}
