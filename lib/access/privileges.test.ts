import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import postgres from "postgres";
import { revokeTemporary } from "#drizzle/migrate.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";

const ROLES = ["nightshift_web", "nightshift_worker", "nightshift_backup"] as const;

let database: TestDatabase;
let owner: postgres.Sql;

before(async () => {
  database = await createTestDatabase("privileges");
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  // The rights of a database itself are not copied with its template.
  await revokeTemporary(owner);
});

after(async () => {
  await owner.end();
  await database.drop();
});

/** `schema.table privilege` of everything that a role may do to tables and views of ours, by itself or through PUBLIC. */
async function privileges(role: string): Promise<Set<string>> {
  const rows = await owner<{ may: string }[]>`
    select n.nspname || '.' || c.relname || ' ' || p.name as may from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p(name)
    where n.nspname in ('public', 'pgboss', 'drizzle') and c.relkind in ('r', 'p', 'v') and has_table_privilege(${role}, c.oid, p.name)`;
  return new Set(rows.map(({ may }) => may));
}

for (const role of ROLES) {
  test(`S45: ${role} may make nothing: no table, no schema, no function, no temporary one, no role`, async () => {
    const [may] = await owner`
      select has_schema_privilege(${role}, 'public', 'CREATE') as public, has_schema_privilege(${role}, 'pgboss', 'CREATE') as pgboss,
        has_schema_privilege(${role}, 'drizzle', 'CREATE') as drizzle, has_database_privilege(${role}, current_database(), 'CREATE') as schemas,
        has_database_privilege(${role}, current_database(), 'TEMP') as temporary`;
    assert.deepEqual(
      { ...may },
      { public: false, pgboss: false, drizzle: false, schemas: false, temporary: false },
    );
    const [is] = await owner`
      select rolsuper, rolbypassrls, rolcreaterole, rolreplication from pg_roles where rolname = ${role}`;
    assert.deepEqual(Object.values(is ?? {}), [false, false, false, false]);
    const member = await owner`
      select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = ${role}`;
    assert.equal(member.length, 0, "it is in no other role");
    const all = await privileges(role);
    const making = [...all].filter((each) => /TRUNCATE|REFERENCES|TRIGGER/.test(each));
    assert.deepEqual(making, []);
  });

  test(`S45: ${role} can't act as another role or as the owner`, async () => {
    const roles = await owner<{ name: string }[]>`
      select rolname as name from pg_roles where rolname <> ${role} and pg_has_role(${role}, oid, 'USAGE')`;
    assert.deepEqual(
      roles.map(({ name }) => name),
      [],
    );
  });
}

test("S45: the web reads no message of the queue; the worker reads no hash, no session and no token", async () => {
  const web = await privileges("nightshift_web");
  const ofQueue = [...web].filter((each) => each.startsWith("pgboss."));
  assert.deepEqual(ofQueue.toSorted(), [
    "pgboss.job INSERT",
    "pgboss.job_common INSERT",
    "pgboss.queue SELECT",
  ]);
  const columns = await owner<{ name: string }[]>`
    select distinct a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pgboss' and c.relname like 'job%' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('nightshift_web', c.oid, a.attnum, 'SELECT') order by 1`;
  assert.deepEqual(
    columns.map(({ name }) => name),
    ["id", "start_after"],
  );
  const worker = await privileges("nightshift_worker");
  for (const table of ["passwords", "sessions", "setup_tokens", "sign_in_throttles"])
    assert.deepEqual(
      [...worker].filter((each) => each.startsWith(`public.${table} `)),
      [],
    );
});

test("S45: what happened can't be rewritten, by neither process; the backup only reads", async () => {
  for (const role of ROLES) {
    const all = await privileges(role);
    for (const may of ["UPDATE", "DELETE"])
      assert.ok(!all.has(`public.audit_entries ${may}`), `${role} ${may}`);
  }
  const backup = await privileges("nightshift_backup");
  assert.deepEqual(
    [...backup].filter((each) => !each.endsWith(" SELECT") || each.startsWith("pgboss.")),
    [],
  );
});

test("S45: functions that act as their owner can be called by those they are for alone", async () => {
  const open = await owner<{ name: string; role: string }[]>`
    select p.proname as name, r.rolname as role from pg_proc p cross join pg_roles r
    where p.prosecdef and p.pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and r.rolname in ${owner([...ROLES])}
      and has_function_privilege(r.oid, p.oid, 'EXECUTE') order by 1, 2`;
  const ofWeb = open.filter(({ role }) => role === "nightshift_web").map(({ name }) => name);
  assert.deepEqual(ofWeb, ["app_runs_titled"]);
  const others = open.filter(({ name }) => name !== "app_runs_titled");
  assert.deepEqual([...new Set(others.map(({ role }) => role))], ["nightshift_worker"]);
  const loose = await owner<{ name: string }[]>`
    select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
      and not coalesce(array_to_string(proconfig, ',') like '%search_path=%', false)`;
  assert.deepEqual(
    loose.map(({ name }) => name),
    [],
  );
});
