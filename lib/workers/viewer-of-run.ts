import { eq } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { can, systemViewer, type Viewer, type VisibleDomain } from "../access/viewer.ts";
import { read } from "../access/transact.ts";
import type { JobType } from "../job-types/define.ts";
import { JobError } from "../job-types/define.ts";
import { loadPersonWithin } from "../people/load-person.ts";
import type { Tx } from "../platform/db.ts";

type StartedRun = {
  jobType: string;
  domainId: string | null;
  startedBy: string | null;
  workerName: string;
};

/**
 * For whom a run is executed, with the rights of now, narrowed to the run's domain; the worker itself where no person started it.
 * Throws JobError `domain-gone`, and `not-permitted` when the person is disabled or may not start this any more.
 */
export async function viewerOfRun(run: StartedRun, type: JobType): Promise<Viewer> {
  return await read(systemViewer(run.workerName), async (tx) => {
    const domain = run.domainId ? await findDomain(tx, run.domainId) : undefined;
    const own = domain ? [domain] : [];
    if (!run.startedBy) return { ...systemViewer(run.workerName), kind: "worker", domains: own };
    const person = await loadPersonWithin(tx, run.startedBy);
    if (!person || !can(person, type.permissions.start, run.domainId)) {
      throw new JobError(
        "not-permitted",
        `The person who started this may not start "${type.title}" here any more.`,
      );
    }
    return run.domainId ? narrowed(person, run.domainId, own) : person;
  });
}

async function findDomain(tx: Tx, id: string): Promise<VisibleDomain> {
  const [domain] = await tx
    .select({ id: domains.id, name: domains.name, timeZone: domains.timeZone })
    .from(domains)
    .where(eq(domains.id, id));
  if (!domain) throw new JobError("domain-gone", "The domain of this run does not exist any more.");
  return domain;
}

/** A run acts in its domain and nowhere else, whatever else its person may do. */
function narrowed(person: Viewer, domainId: string, own: VisibleDomain[]): Viewer {
  const grants = person.grants
    .filter((grant) => grant.domains === "all" || grant.domains.includes(domainId))
    .map((grant) => ({ ...grant, domains: [domainId] }));
  return { ...person, grants, domains: own };
}
