import { sql } from "drizzle-orm";
import { jobTypes } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { sha256 } from "../platform/ids.ts";
import type { JobType } from "./define.ts";
import { knownJobTypes } from "./find.ts";

/**
 * Writes the declarations of this process to rows. Workers call it at their start. Unchanged rows are not touched.
 */
export async function syncJobTypes(): Promise<void> {
  const types = knownJobTypes();
  await write(systemViewer("sync"), async (tx) => {
    for (const type of types) {
      const row = rowOf(type);
      await tx
        .insert(jobTypes)
        .values(row)
        .onConflictDoUpdate({
          target: jobTypes.name,
          set: { ...row, syncedAt: appNow, retiredAt: null },
          setWhere: sql`job_types.declaration_hash <> excluded.declaration_hash or job_types.retired_at is not null`,
        });
    }
  });
}

function rowOf(type: JobType) {
  const { name, title, description, kind, scope, parameters: _schema, ...declaration } = type;
  const text = JSON.stringify([title, description, kind, scope, declaration]);
  return { name, title, description, kind, scope, declaration, declarationHash: sha256(text) };
}
