import { inArray } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { can, systemViewer, type Viewer, type VisibleDomain } from "../access/viewer.ts";
import type { JobType } from "../job-types/define.ts";
import { JobError } from "../job-types/define.ts";
import { loadPersonWithin } from "../people/load-person.ts";
import type { Tx } from "../platform/db.ts";

type StartedRun = { domainId: string | null; startedBy: string | null };

/** Of a run that was claimed, at that moment: its domain, and the person who started it with his rights; null: gone or disabled. */
export type Behind = { domain: VisibleDomain | null; person: Viewer | null };

/** Reads what stands behind runs, each domain and each person once. */
export async function loadBehind(tx: Tx, runs: StartedRun[]): Promise<(run: StartedRun) => Behind> {
  const domainIds = [...new Set(runs.flatMap(({ domainId }) => domainId ?? []))];
  const found = domainIds.length > 0 ? await findDomains(tx, domainIds) : [];
  const domainOf = new Map(found.map((domain) => [domain.id, domain]));
  const persons = new Map<string, Viewer | null>();
  for (const id of new Set(runs.flatMap(({ startedBy }) => startedBy ?? [])))
    persons.set(id, await loadPersonWithin(tx, id));
  return ({ domainId, startedBy }) => ({
    domain: domainOf.get(domainId ?? "") ?? null,
    person: persons.get(startedBy ?? "") ?? null,
  });
}

/**
 * For whom a run is executed, with the rights of the moment in which it was claimed, narrowed to the run's domain; the worker
 * itself where no person started it.
 * Throws JobError `domain-gone`, and `not-permitted` when the person is disabled or may not start this any more.
 */
export function viewerOfRun(
  run: StartedRun & { workerName: string; behind: Behind },
  type: JobType,
): Viewer {
  const { domain, person } = run.behind;
  if (run.domainId && !domain)
    throw new JobError("domain-gone", "The domain of this run does not exist any more.");
  const own = domain ? [domain] : [];
  if (!run.startedBy) return { ...systemViewer(run.workerName), kind: "worker", domains: own };
  if (!person || !can(person, type.permissions.start, run.domainId)) {
    throw new JobError(
      "not-permitted",
      `The person who started this may not start "${type.title}" here any more.`,
    );
  }
  return run.domainId ? narrowed(person, run.domainId, own) : person;
}

function findDomains(tx: Tx, ids: string[]): Promise<VisibleDomain[]> {
  return tx
    .select({ id: domains.id, name: domains.name, timeZone: domains.timeZone })
    .from(domains)
    .where(inArray(domains.id, ids));
}

/** A run acts in its domain and nowhere else, whatever else its person may do. */
function narrowed(person: Viewer, domainId: string, own: VisibleDomain[]): Viewer {
  const grants = person.grants
    .filter((grant) => grant.domains === "all" || grant.domains.includes(domainId))
    .map((grant) => ({ ...grant, domains: [domainId] }));
  return { ...person, grants, domains: own };
}
