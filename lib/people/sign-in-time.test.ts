import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { hashPassword } from "./hash-password.ts";
import { signIn } from "./sign-in.ts";

const SAMPLES = 200;

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase("sign_in_time");
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  const hash = await hashPassword("whatever it may be");
  // One account and one address per try: nobody is made to wait.
  for (let at = -1; at < SAMPLES; at += 1) {
    const id = newId();
    await owner`insert into users (id, email, name) values (${id}, ${`known${at}@house.example`}, 'Known')`;
    await owner`insert into passwords (user_id, hash) values (${id}, ${hash})`;
  }
  await owner.end();
});

after(async () => {
  await closeDatabase();
  await database.drop();
});

test(`S16: known and unknown names get one answer, and the medians of ${SAMPLES} tries each differ by 10 ms at most`, async () => {
  const known: number[] = [];
  const unknown: number[] = [];
  const answers = new Set<string>();
  const try_ = async (name: string, address: string) => {
    const began = performance.now();
    const input = { email: `${name}@house.example`, password: "wrong", address, userAgent: null };
    await signIn(input).then(
      () => answers.add("in"),
      (error: Error) => answers.add(error.message),
    );
    return performance.now() - began;
  };
  await try_("known-1", "10.0.2.1");
  await try_("unknown-1", "10.0.3.1");
  for (let at = 0; at < SAMPLES; at += 1) {
    // In pairs, and in turn which comes first: what else the machine does meets both alike.
    const one = () => try_(`known${at}`, `10.0.0.${at}`).then((ms) => known.push(ms));
    const other = () => try_(`unknown${at}`, `10.0.1.${at}`).then((ms) => unknown.push(ms));
    for (const each of at % 2 === 0 ? [one, other] : [other, one]) await each();
  }
  assert.equal(answers.size, 1, [...answers].join(" | "));
  const apart = Math.abs(median(known) - median(unknown));
  assert.ok(apart <= 10, `${median(known)} ms and ${median(unknown)} ms`);
});

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
