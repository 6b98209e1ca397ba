import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "drizzle-orm";
import { closeDatabase, connection, useDatabaseRole } from "./db.ts";
import { holds } from "./holds.ts";

before(() => useDatabaseRole("web", 1));
after(closeDatabase);

async function found(text: string | null, word: string): Promise<boolean | null> {
  const [row] = await connection().db.execute<{ found: boolean | null }>(
    sql`select ${holds(sql`${text}::text`, word)} as found`,
  );
  return row?.found ?? null;
}

test("a word is found in whichever case, in every script", async () => {
  assert.equal(await found("Spring Sale.CSV", "sale.csv"), true);
  assert.equal(await found("spring sale.csv", "SALE"), true);
  assert.equal(await found("ÉTÉ à l'ombre", "L'OMBRE"), true);
  assert.equal(await found("ÉTÉ à l'ombre", "été"), true);
  assert.equal(await found("ΤΙΜΕΣ 2026", "τιμ"), true);
  assert.equal(await found("Spring Sale.CSV", "winter"), false);
});

test("signs of patterns mean themselves", async () => {
  for (const word of ["50%", "a_b", "c:\\d", "é%", "é_"]) {
    assert.equal(await found(`it says ${word} here`, word), true, word);
    assert.equal(await found("it says 500 axb c:d éa éb here", word), false, word);
  }
});

test("what holds nothing is unknown", async () => {
  assert.equal(await found(null, "word"), null);
  assert.equal(await found(null, "é"), null);
});
