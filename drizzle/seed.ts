import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { domains, passwords, users } from "#drizzle/schema/people.ts";
import { catalogue } from "#jobs/catalogue.ts";
import { systemViewer } from "#lib/access/viewer.ts";
import { createDomain } from "#lib/domains/create.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { createUser } from "#lib/people/create-user.ts";
import { DEMO_ACCOUNTS } from "#lib/people/demo-accounts.ts";
import { hashPassword } from "#lib/people/hash-password.ts";
import type { Tx } from "#lib/platform/db.ts";
import { closeDatabase } from "#lib/platform/db.ts";
import { seedGoods } from "./seed-goods.ts";
import { seedRuns } from "./seed-runs.ts";

const DOMAINS = [
  { name: "alpine.example", timeZone: "Europe/Paris" },
  { name: "borealis.example", timeZone: "Europe/Stockholm" },
  { name: "cobalt.example", timeZone: "America/New_York" },
];

/**
 * Writes the demo domains and accounts into a database without users, and nothing otherwise. The demo's runs are not written
 * here: the worker executes them. Answers whether it wrote.
 */
export async function seedDemo(url: string, password: string): Promise<boolean> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const passwordHash = await hashPassword(password);
    return await drizzle(client).transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('nightshift seed'))`);
      await tx.execute(sql`select set_config('app.domains', '*', true)`);
      if ((await tx.$count(users)) > 0) return false;
      await seedWithin(tx, passwordHash);
      return true;
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function seedWithin(tx: Tx, passwordHash: string): Promise<void> {
  registerJobTypes(catalogue);
  const actor = systemViewer("demo data");
  const known = (await tx.select({ name: domains.name }).from(domains)).map(({ name }) => name);
  const made: Array<{ id: string; name: string }> = [];
  for (const domain of DOMAINS.filter(({ name }) => !known.includes(name)))
    made.push({ id: await createDomain(tx, actor, domain), name: domain.name });
  await seedGoods(tx, made);
  for (const account of DEMO_ACCOUNTS) {
    const { email, name, role } = account;
    const where = account.domains === "all" ? "all" : [...account.domains];
    const input = {
      email,
      name,
      role,
      domains: where,
      timeZone: "Europe/Paris",
      passwordHash,
    } as const;
    await setAge(tx, await createUser(tx, actor, input), email);
  }
}

/** So that the reminders of the demo have somebody to remind. */
const AGES: Record<string, number> = {
  "operator@alpine.example": 353,
  "member@alpine.example": 367,
  "admin@borealis.example": 363,
};

async function setAge(tx: Tx, userId: string, email: string): Promise<void> {
  const days = AGES[email];
  if (!days) return;
  const changedAt = sql`app_now() - make_interval(days => ${days})`;
  await tx.update(passwords).set({ changedAt }).where(eq(passwords.userId, userId));
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("Set DATABASE_URL to the owner's connection string of the database.");
    process.exit(1);
  }
  const password = process.env.DEMO_PASSWORD || randomBytes(12).toString("base64url");
  const wrote = await seedDemo(url, password);
  if (wrote) {
    await seedRuns();
    await closeDatabase();
  }
  if (!wrote) console.log("There are users already; nothing was written.");
  else if (!process.env.DEMO_PASSWORD) console.log(`Demo password: ${password}`);
}
