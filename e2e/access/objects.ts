import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { makeRun } from "../support/run-rows.ts";
import { people, type Person } from "../support/persons.ts";

/** One object of each kind and domain, written past the verbs, and who may see it. */
export type Objects = {
  runs: Record<RunName, number>;
  products: Record<"alpine" | "borealis", string>;
  drafts: Record<"operators" | "borealis", string>;
  files: Record<RunName, string>;
  domains: Record<"alpine" | "borealis", string>;
  schedules: Record<ScheduleName, string>;
};

export type ScheduleName = "ofAlpine" | "ofBorealis" | "ofInstallation";

/** Who sees which scheduled job; members see none. */
export const SEES_SCHEDULE: Record<Person, ScheduleName[]> = {
  system: ["ofAlpine", "ofBorealis", "ofInstallation"],
  region: ["ofAlpine", "ofBorealis", "ofInstallation"],
  alpineAdmin: ["ofAlpine"],
  borealisAdmin: ["ofBorealis"],
  operator: ["ofAlpine"],
  member: [],
};

/** Who may start it; the installation's take a membership of all domains. */
export const RUNS_SCHEDULE: Record<Person, ScheduleName[]> = {
  ...SEES_SCHEDULE,
  region: ["ofAlpine", "ofBorealis"],
};

/** Who may plan it, pause it and say who is told. */
export const PLANS_SCHEDULE: Record<Person, ScheduleName[]> = { ...RUNS_SCHEDULE, operator: [] };

export const SCHEDULES: ScheduleName[] = ["ofAlpine", "ofBorealis", "ofInstallation"];

export type RunName = "ofOperator" | "ofMember" | "ofBorealis" | "ofInstallation";

/** Who sees which run: all of one's domains with `runs.view-all`, else one's own; the installation's take a system administrator. */
export const SEES_RUN: Record<Person, RunName[]> = {
  system: ["ofOperator", "ofMember", "ofBorealis", "ofInstallation"],
  region: ["ofOperator", "ofMember", "ofBorealis", "ofInstallation"],
  alpineAdmin: ["ofOperator", "ofMember"],
  borealisAdmin: ["ofBorealis"],
  operator: ["ofOperator", "ofMember"],
  member: ["ofMember"],
};

/** Who may stop, cancel and retry it. */
export const CHANGES_RUN: Record<Person, RunName[]> = {
  ...SEES_RUN,
  region: ["ofOperator", "ofMember", "ofBorealis"],
  member: [],
};

export const RUNS: RunName[] = ["ofOperator", "ofMember", "ofBorealis", "ofInstallation"];
export const PERSONS = Object.keys(people) as Person[];

/** Writes them. The runs are finished ones, so that no worker takes them. */
export async function makeObjects(sql: postgres.Sql): Promise<Objects> {
  const domains = {
    alpine: await domainId(sql, "alpine.example"),
    borealis: await domainId(sql, "borealis.example"),
  };
  const runs = {
    ofOperator: await finishedRun(sql, domains.alpine, "operator"),
    ofMember: await finishedRun(sql, domains.alpine, "member"),
    ofBorealis: await finishedRun(sql, domains.borealis, "borealisAdmin"),
    ofInstallation: await finishedRun(sql, null, "system"),
  };
  return {
    domains,
    runs,
    files: await eachRun((name) =>
      makeFile(
        sql,
        runs[name],
        name === "ofBorealis"
          ? domains.borealis
          : name === "ofInstallation"
            ? null
            : domains.alpine,
      ),
    ),
    products: {
      alpine: await makeProduct(sql, domains.alpine),
      borealis: await makeProduct(sql, domains.borealis),
    },
    schedules: {
      ofAlpine: await makeSchedule(sql, "stock-level-check", domains.alpine),
      ofBorealis: await makeSchedule(sql, "stock-level-check", domains.borealis),
      ofInstallation: await makeSchedule(sql, "session-clean-up", null),
    },
    drafts: {
      operators: await makeDraft(sql, domains.alpine, "operator"),
      borealis: await makeDraft(sql, domains.borealis, "borealisAdmin"),
    },
  };
}

async function eachRun(make: (name: RunName) => Promise<string>): Promise<Record<RunName, string>> {
  const entries: Array<[RunName, string]> = [];
  for (const name of RUNS) entries.push([name, await make(name)]);
  return Object.fromEntries(entries) as Record<RunName, string>;
}

async function domainId(sql: postgres.Sql, name: string): Promise<string> {
  const [row] = await sql`select id from domains where name = ${name}`;
  return row?.["id"] as string;
}

async function userId(sql: postgres.Sql, person: Person): Promise<string> {
  const [row] = await sql`select id from users where email = ${people[person]}`;
  return row?.["id"] as string;
}

async function finishedRun(sql: postgres.Sql, domain: string | null, by: Person): Promise<number> {
  return await makeRun(sql, {
    domain_id: domain,
    started_by: await userId(sql, by),
    title: `canary-${domain ? "domain" : "installation"}-${randomUUID()}.csv`,
    status: "failed",
    started_at: new Date(),
    ended_at: new Date(),
    error_code: "error",
    error_message: "Planted for the table of rights",
    attempt: 1,
    claim: 1,
  });
}

async function makeFile(sql: postgres.Sql, runId: number, domain: string | null): Promise<string> {
  const id = randomUUID();
  await sql`insert into files (id, domain_id, kind, run_id, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (${id}, ${domain}, 'result', ${runId}, 'result.csv', 'text/csv', 3, 'x', ${`2026-01/${id}`}, now())`;
  return id;
}

async function makeProduct(sql: postgres.Sql, domain: string): Promise<string> {
  const id = randomUUID();
  await sql`insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, created_at, updated_at)
    values (${id}, ${domain}, ${id}, ${id}, '{}', '{}', '{}', 'x', now(), now())`;
  return id;
}

/** A shipped job has its schedules from the worker's start; without a worker they are written here. */
async function makeSchedule(sql: postgres.Sql, type: string, domain: string | null) {
  await sql`insert into schedules (id, job_type, domain_id, time_zone, overlap, missed, created_at)
    values (${randomUUID()}, ${type}, ${domain}, 'UTC', 'skip', 'skip', now()) on conflict do nothing`;
  const [row] =
    await sql`select id from schedules where job_type = ${type} and domain_id is not distinct from ${domain}`;
  return row?.["id"] as string;
}

async function makeDraft(sql: postgres.Sql, domain: string, by: Person): Promise<string> {
  const file = randomUUID();
  const id = randomUUID();
  await sql`insert into files (id, domain_id, kind, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (${file}, ${domain}, 'input', 'planted.csv', 'text/csv', 3, 'x', ${`2026-01/${file}`}, now())`;
  await sql`insert into import_drafts (id, domain_id, user_id, job_type, file_id, inspection, mapping, created_at, updated_at)
    values (${id}, ${domain}, ${await userId(sql, by)}, 'product-import', ${file}, '{}', '{}', now(), now())`;
  return id;
}
