import type { Readable } from "node:stream";
import { and, eq, isNull, sql } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import { settings } from "../platform/env.ts";
import { newId } from "../platform/ids.ts";
import { patiently } from "../platform/patiently.ts";
import { deleteFile, putFile } from "../platform/storage.ts";
import { lockHeld, writeAsRun, type Claim } from "./fence.ts";

export type ResultInput = { name: string; contentType: string; stream: Readable };

const RESULT_MAX_BYTES = 2 * 1024 ** 3;

/**
 * Stores a produced file and lists it with its run. One of the same name, which an earlier attempt left, goes.
 * Throws `ClaimLost`, and Refusal `invalid` above 2 GB; the bytes are then gone again.
 */
export async function addResult(
  run: Claim,
  { name, contentType, stream }: ResultInput,
): Promise<void> {
  const stored = await putFile(stream, RESULT_MAX_BYTES);
  const row = {
    id: newId(),
    domainId: run.domainId,
    kind: "result" as const,
    runId: run.id,
    name,
    contentType,
    ...stored,
  };
  try {
    await patiently(() =>
      writeAsRun(run, async (tx) => {
        const { startedBy } = await lockHeld(tx, run);
        const sameName = and(
          eq(files.runId, run.id),
          eq(files.kind, "result"),
          eq(files.name, name),
          isNull(files.deletedAt),
        );
        await tx.update(files).set({ deletedAt: appNow }).where(sameName);
        await tx
          .insert(files)
          .values({ ...row, createdBy: startedBy, createdAt: appNow, expiresAt: keepUntil() })
          .onConflictDoUpdate({ target: files.id, set: { deletedAt: null } });
        await tx
          .update(runs)
          .set({ hasResults: true, updatedAt: appNow })
          .where(eq(runs.id, run.id));
      }),
    );
  } catch (error) {
    await deleteFile(stored.storageKey);
    throw error;
  }
}

const keepUntil = () =>
  sql`app_now() + make_interval(days => ${Math.ceil(settings().FILE_KEEP_DAYS)})`;
