import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import postgres from "postgres";
import { grantBackup } from "#drizzle/logins.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun } from "#e2e/support/run-rows.ts";
import { newId } from "../platform/ids.ts";

let database: TestDatabase;
let owner: postgres.Sql;
let web: postgres.Sql;
let worker: postgres.Sql;
let backup: postgres.Sql;
let alpine: string;
let borealis: string;

before(async () => {
  database = await createTestDatabase("walls");
  const open = (url: string, max = 5) => postgres(url, { max, onnotice: () => undefined });
  [owner, web, worker] = [open(database.ownerUrl), open(database.webUrl), open(database.workerUrl)];
  backup = open(database.backupUrl, 1);
  alpine = await makeDomain(owner, "alpine.example");
  borealis = await makeDomain(owner, "borealis.example");
  for (const domain of [alpine, borealis, null]) await makeRun(owner, { domain_id: domain });
});

after(async () => {
  await Promise.all([owner.end(), web.end(), worker.end(), backup.end()]);
  await database.drop();
});

describe("the second wall", () => {
  test("S6: every table of a domain has row security forced and a policy", async () => {
    const open = await owner`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attname = 'domain_id' and not a.attisdropped
        and (not c.relrowsecurity or not c.relforcerowsecurity
          or not exists (select 1 from pg_policy p where p.polrelid = c.oid))`;
    assert.deepEqual(
      open.map((table) => table["relname"]),
      [],
    );
  });

  test("S6: a query without a filter sees its own domain's rows; without a scope it sees none", async () => {
    assert.deepEqual(await seen({ domains: alpine }), [alpine]);
    assert.deepEqual(await seen({ domains: "" }), []);
    assert.deepEqual(await seen({}), []);
    assert.deepEqual(await seen({ domains: alpine, installation: "on" }), [alpine, null]);
    assert.equal((await seen({ domains: "*" })).length, 3);
  });

  test("S6: a month of lines can't be read past the wall of their table", async () => {
    const parts =
      await owner`select relname as name from pg_class where relispartition and relkind = 'r' and relnamespace = 'public'::regnamespace`;
    assert.ok(parts.length > 0);
    for (const role of [web, worker])
      for (const { name } of parts)
        await assert.rejects(role.unsafe(`select 1 from public.${name}`), /permission denied/);
  });

  test("S6: runs are looked up by their titles within the scope alone", async () => {
    const ids: number[] = [];
    for (const domain of [alpine, borealis])
      ids.push(await makeRun(owner, { domain_id: domain, title: "walled-title.csv" }));
    const titled = async (domains: string) =>
      await web.begin(async (tx) => {
        await tx`select set_config('app.domains', ${domains}, true)`;
        const [row] = await tx`select app_runs_titled(array['%walled-TITLE%'], 10) as ids`;
        const found = row?.["ids"] as string[];
        return found.map(Number).toSorted((a, b) => a - b);
      });
    assert.deepEqual(await titled(alpine), ids.slice(0, 1));
    assert.deepEqual(await titled("*"), ids);
    assert.deepEqual(await titled(""), []);
    await owner`delete from runs where title = 'walled-title.csv'`;
  });

  test("S6: a row of another domain can't be written", async () => {
    const insert = web.begin(async (tx) => {
      await tx`select set_config('app.domains', ${alpine}, true)`;
      await tx`insert into notices (id, user_id, domain_id, outcome, title, created_at)
        values (${newId()}, ${newId()}, ${borealis}, 'completed', 'x', now())`;
    });
    await assert.rejects(insert, /row-level security/);
    const moved = web.begin(async (tx) => {
      await tx`select set_config('app.domains', ${alpine}, true)`;
      await tx`update runs set domain_id = ${borealis}`;
    });
    await assert.rejects(moved, /row-level security/);
  });

  test("S7: 5,000 interleaved transactions of two domains over five connections never mix", async () => {
    const domains = [alpine, borealis];
    let mixed = 0;
    const ask = async (at: number) => {
      const domain = domains[at % 2] as string;
      const rows = await seen({ domains: domain });
      if (rows.length !== 1 || rows[0] !== domain) mixed += 1;
    };
    for (let at = 0; at < 5000; at += 100)
      await Promise.all(Array.from({ length: 100 }, (_, i) => ask(at + i)));
    assert.equal(mixed, 0);
  });
});

describe("what the processes' roles may", () => {
  test("S45: none owns anything, makes anything or passes row security", async () => {
    const roles =
      await owner`select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname like 'nightshift_%'`;
    assert.equal(roles.length, 3);
    for (const role of roles) {
      // The backup tries what it has written in a database of its own.
      const createsDatabases = role["rolname"] === "nightshift_backup";
      assert.deepEqual(
        [role["rolsuper"], role["rolbypassrls"], role["rolcreatedb"], role["rolcreaterole"]],
        [false, false, createsDatabases, false],
      );
    }
    const owned =
      await owner`select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'nightshift_%'`;
    assert.equal(owned.length, 0);
    await assert.rejects(web.unsafe("create table planted (id int)"), /permission denied/);
    await assert.rejects(worker.unsafe("create table planted (id int)"), /permission denied/);
  });

  test("S45: the backup reads every row of every table, without a scope, and changes nothing", async () => {
    const tables = await owner`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    for (const { name } of tables) {
      const [all] = await owner.unsafe(`select count(*)::int as n from public.${name}`);
      const [seen] = await backup.unsafe(`select count(*)::int as n from public.${name}`);
      assert.equal(seen?.["n"], all?.["n"], name);
    }
    assert.ok(tables.some(({ name }) => name === "passwords"));
    const [seen] = await backup`select count(*)::int as n from runs`;
    assert.equal(seen?.["n"], 3);
    for (const statement of [
      "update runs set title = 'x'",
      "delete from notices",
      "insert into roles (id, name, title, permissions) values (gen_random_uuid(), 'x', 'x', '{}')",
      "truncate log_lines",
      "create table planted (id int)",
    ])
      await assert.rejects(backup.unsafe(statement), /permission denied|row-level/, statement);
  });

  test("a table that is made later, and one with row security, is seen by the backup after the next migration", async () => {
    await owner.unsafe(`create table public.later (domain_id uuid); insert into public.later values (null);
      alter table public.later enable row level security; alter table public.later force row level security`);
    const count = async () => (await backup`select 1 from public.later`).length;
    assert.equal(await count(), 0);
    await grantBackup(owner);
    assert.equal(await count(), 1);
    await owner.unsafe("drop table public.later");
  });

  test("S45: the web can't read messages, change the audit log or the clock", async () => {
    for (const statement of [
      "select data from pgboss.job",
      "update audit_entries set action = 'x'",
      "delete from audit_entries",
      "truncate audit_entries",
      "update app_clock set clock_offset = '1 hour'",
      "delete from runs",
      "update log_lines set message = 'x'",
    ]) {
      await assert.rejects(web.unsafe(statement), /permission denied/, statement);
    }
  });

  test("S45: the worker can't read password hashes or sessions", async () => {
    for (const table of ["passwords", "sessions", "setup_tokens", "sign_in_throttles"]) {
      await assert.rejects(worker.unsafe(`select * from ${table}`), /permission denied/, table);
    }
    await assert.rejects(worker.unsafe("delete from audit_entries"), /permission denied/);
  });
});

type Scope = { domains?: string; installation?: string };

async function seen(scope: Scope): Promise<Array<string | null>> {
  return await web.begin(async (tx) => {
    if (scope.domains !== undefined)
      await tx`select set_config('app.domains', ${scope.domains}, true)`;
    if (scope.installation)
      await tx`select set_config('app.installation', ${scope.installation}, true)`;
    const rows = await tx<{ domain_id: string | null }[]>`select domain_id from runs order by id`;
    return rows.map((row) => row.domain_id);
  });
}
