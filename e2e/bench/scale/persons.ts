import type postgres from "postgres";
import type { Viewer } from "#lib/access/viewer.ts";
import { loadPerson } from "#lib/people/load-person.ts";

export const ROLES = ["everything", "ten domains", "administrator", "operator", "member"] as const;
export type Role = (typeof ROLES)[number];

/** Domain and place of the persons whom `people.ts` makes. */
const PERSONS: Record<Role, [number, number]> = {
  everything: [0, 0],
  "ten domains": [0, 1],
  administrator: [1, 1],
  operator: [0, 2],
  member: [0, 3],
};

/** One viewer of each role, with the rights that his memberships give him. */
export async function loadPersons(): Promise<Record<Role, Viewer>> {
  const found = await Promise.all(
    ROLES.map(async (role) => [role, await loadPerson(idOf(...PERSONS[role]))] as const),
  );
  return Object.fromEntries(found) as Record<Role, Viewer>;
}

const idOf = (domain: number, place: number) =>
  `e0000000-0000-7000-8000-${String(domain * 10 + place).padStart(12, "0")}`;

export type Places = {
  /** For each role the cursor of page 1,000 of 25 rows; of the last page where there are fewer. */
  deep: Record<Role, number>;
  /** The newest run with a log of 100,000 lines and 50,000 issues, and one of the usual size that failed. */
  large: number;
  failed: number;
  /** The schedule with most runs. */
  schedule: string;
};

/** What a read is given. */
export type Ground = { viewers: Record<Role, Viewer>; places: Places };

/** Where to look; asked as the owner, before anything is measured. */
export async function findPlaces(
  sql: postgres.Sql,
  viewers: Record<Role, Viewer>,
): Promise<Places> {
  const deep = Object.fromEntries(
    await Promise.all(
      ROLES.map(async (role) => [role, await deepCursor(sql, role, viewers[role])]),
    ),
  ) as Record<Role, number>;
  const [large] = await sql`select id from runs where log_seq = 100000 order by id desc limit 1`;
  const [failed] =
    await sql`select id from runs where status = 'failed' and domain_id = ${domainOf(viewers.operator)}
    and log_seq < 1000 order by id desc limit 1`;
  const [schedule] =
    await sql`select schedule_id as id from runs where domain_id = ${domainOf(viewers.operator)}
    and schedule_id is not null group by 1 order by count(*) desc, 1 limit 1`;
  return {
    deep,
    large: Number(large?.["id"]),
    failed: Number(failed?.["id"]),
    schedule: schedule?.["id"] as string,
  };
}

const domainOf = (viewer: Viewer) => viewer.domains[0]?.id as string;

async function deepCursor(sql: postgres.Sql, role: Role, viewer: Viewer): Promise<number> {
  const ids = viewer.domains.map((domain) => domain.id);
  const seen =
    role === "everything"
      ? sql`true`
      : role === "member"
        ? sql`domain_id = any (${ids}) and started_by = ${viewer.userId}`
        : sql`domain_id = any (${ids})`;
  const [row] =
    await sql`select min(id) as id from (select id from runs where ${seen} order by id desc limit 24975) newest`;
  return Number(row?.["id"]) + 26;
}
