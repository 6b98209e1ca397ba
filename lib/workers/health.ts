import { readFileSync } from "node:fs";
import { join } from "node:path";
import { and, inArray, sql } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";

export type Health = { database: boolean; migrations: boolean; worker: boolean };

/** What a machine asks: does the database answer, is its schema there, is a worker alive. Never throws. */
export async function readHealth(): Promise<Health> {
  try {
    return await read(systemViewer("health"), async (tx) => {
      const [alive] = await tx
        .select({ id: workers.id })
        .from(workers)
        .where(
          and(
            inArray(workers.state, ["alive", "draining"]),
            sql`${workers.heartbeatAt} > app_now() - make_interval(secs => ${settings().WORKER_LOST_SECONDS})`,
          ),
        )
        .limit(1);
      return { database: true, migrations: await isMigrated(tx), worker: alive !== undefined };
    });
  } catch (error) {
    return { database: isSchemaMissing(error), migrations: false, worker: false };
  }
}

/** Whether every migration that this code knows has run; a newer schema than ours is well. */
async function isMigrated(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(row?.newest ?? 0) >= newestMigration();
}

let newest: number | undefined;

/** When the newest migration of this code was generated, in milliseconds: what drizzle compares by. */
function newestMigration(): number {
  newest ??= Math.max(...readJournal().entries.map((entry) => entry.when));
  return newest;
}

function readJournal(): { entries: Array<{ when: number }> } {
  const path = join(process.cwd(), "drizzle", "migrations", "meta", "_journal.json");
  return JSON.parse(readFileSync(path, "utf8"));
}

/** "Undefined table" says that the database answers and is not migrated. */
function isSchemaMissing(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && (at.code === "42P01" || at.code === "42883")) return true;
  }
  return false;
}
