import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { closeDatabase, transact, useDatabaseRole, type Tx } from "./db.ts";

const EVERYTHING = { domains: "all", installation: true } as const;
let database: TestDatabase;
let owner: postgres.Sql;

before(async () => {
  database = await createTestDatabase("preparing");
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  useDatabaseRole("web", 1);
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  await owner`create table kept (number int)`;
  await owner`insert into kept values (7)`;
  await owner`grant select on kept to public`;
});

after(async () => {
  await closeDatabase();
  await owner.end();
  await database.drop();
});

const reading = <T>(body: (tx: Tx) => Promise<T>) => transact(EVERYTHING, "read only", body);

/** How many statements the one connection keeps that hold these words. */
const keptWith = async (words: string) => {
  const rows = await reading((tx) =>
    tx.execute<{ statement: string }>(sql`select statement from pg_prepared_statements`),
  );
  return rows.filter(({ statement }) => statement.includes(words)).length;
};

test("a statement with parameters is kept, a list of many rows is not", async () => {
  const numbers = (count: number) =>
    sql.join(
      Array.from({ length: count }, (_, at) => sql`${at}::int`),
      sql`, `,
    );
  for (let times = 0; times < 2; times += 1)
    await reading(async (tx) => {
      await tx.execute(sql`select 'few' as few, ${1}::int`);
      await tx.execute(sql`select 'many' as many, ${numbers(101)}`);
    });
  assert.deepEqual([await keptWith("'few'"), await keptWith("'many'")], [1, 0]);
});

test("a kept statement whose answer has another type since a migration is sent anew", async () => {
  const read = () => reading((tx) => tx.execute(sql`select number from kept where ${1}::int = 1`));
  assert.deepEqual([...(await read())], [{ number: 7 }]);
  await owner`alter table kept alter number type text`;
  assert.deepEqual([...(await read())], [{ number: "7" }]);
});

test("where the server has forgotten it, as behind a pooler that shares connections, nothing is kept any more", async () => {
  const read = () => reading((tx) => tx.execute(sql`select ${"forgotten"}::text as word`));
  assert.deepEqual([...(await read())], [{ word: "forgotten" }]);
  await reading((tx) => tx.execute(sql`deallocate all`));
  assert.deepEqual([...(await read())], [{ word: "forgotten" }]);
  assert.deepEqual([...(await read())], [{ word: "forgotten" }]);
  assert.equal(await keptWith("forgotten"), 0);
});
