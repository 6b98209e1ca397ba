import type { Acted, Person } from "./person.ts";
import type { Site } from "./site.ts";

/** Failed runs for people to try again: each try is a start that web and database must not lose. Each writes one product. */
export async function plantFailed(site: Site, count: number): Promise<number[]> {
  const rows = Array.from({ length: count }, (_, at) => ({
    created_at: new Date(),
    updated_at: new Date(),
    updated_by: "planted",
    job_type: "count",
    title: "planted",
    status: "failed",
    trigger: "person",
    parameters: site.sql.json({ rows: 1, prefix: `planted-${at}-` }),
    input_hash: `planted-${at}`,
    domain_id: site.domainId,
  }));
  const ids = await site.sql`insert into runs ${site.sql(rows)} returning id`;
  return ids.map((row) => Number(row["id"]));
}

/** Presses Retry in the list of runs; narrowed to nothing, so that the answer costs little. */
export const retryAt = (person: Person, id: number): Promise<Acted> =>
  person.act(
    "app/(console)/process-tracker/actions.ts#retry",
    { runId: String(id), seenClaim: "0", title: "planted" },
    "/process-tracker?text=none-of-this-name",
  );
