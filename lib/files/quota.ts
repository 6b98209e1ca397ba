import { and, eq, isNull, sql } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { count } from "../text/numbers.ts";
import { Refusal } from "../text/refusal.ts";
import { size } from "../text/sizes.ts";

/**
 * Refuses a file for which the domain has no room left; other domains are not affected.
 * Throws Refusal `too-many` that names the limit and when there is room again.
 */
export async function assertRoom(tx: Tx, domainId: string, sizeBytes: number): Promise<void> {
  const { DOMAIN_FILES_MAX, DOMAIN_BYTES_MAX, FILE_KEEP_DAYS } = settings();
  const [kept] = await tx
    .select({
      files: sql<number>`count(*)::int`,
      bytes: sql<number>`coalesce(sum(${files.sizeBytes}), 0)::float8`,
    })
    .from(files)
    .where(and(eq(files.domainId, domainId), isNull(files.deletedAt)));
  const later = `Files are removed ${FILE_KEEP_DAYS} days after they came.`;
  if (kept && kept.files >= DOMAIN_FILES_MAX) {
    throw tooMany(`The domain keeps ${count(kept.files)} files, its limit. ${later}`);
  }
  if (kept && kept.bytes + sizeBytes > DOMAIN_BYTES_MAX) {
    throw tooMany(
      `The domain may keep ${size(DOMAIN_BYTES_MAX)} of files and has ${size(kept.bytes)}. ${later}`,
    );
  }
}

const tooMany = (message: string) => new Refusal("too-many", message);
