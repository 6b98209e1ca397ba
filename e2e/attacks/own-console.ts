import { randomBytes } from "node:crypto";
import { test as base } from "@playwright/test";
import { createOwnDatabase, type OwnDatabase } from "./own-database.ts";
import { startOwnWeb, type OwnWeb } from "./own-web.ts";

/** A console without a worker, whose database nobody else changes. */
export type OwnConsole = OwnWeb & { database: OwnDatabase; password: string };

/** Tests that count what a database holds, or press a web process hard, get a console of their own: `own`. */
export const test = base.extend<object, { own: OwnConsole }>({
  own: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from it
    async ({}, use) => {
      const password = randomBytes(12).toString("base64url");
      const database = await createOwnDatabase("console", password);
      // A worker that never falls silent: without one the web's watchdog would write mails and marks.
      await database.sql`insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
        values (gen_random_uuid(), 'steady', 'elsewhere', 1, '0', 'alive', 1, '{}', now(), now() + interval '1 day')`;
      const web = await startOwnWeb({ databaseUrl: database.url });
      await use({ ...web, database, password });
      await web.stop();
      await database.drop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

export { expect } from "@playwright/test";
