import { and, desc, eq, gt, isNotNull } from "drizzle-orm";
import { products } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import type { Condition } from "../job-types/define.ts";
import type { Tx } from "../platform/db.ts";

type Asked = { id: string; domainId: string | null };

/** Whether an automatic plan has something to do. */
export function holds(tx: Tx, condition: Condition, schedule: Asked): Promise<boolean> {
  return CONDITIONS[condition](tx, schedule);
}

const CONDITIONS: Record<Condition, (tx: Tx, schedule: Asked) => Promise<boolean>> = {
  "products-changed": productsChanged,
};

async function productsChanged(tx: Tx, { id, domainId }: Asked): Promise<boolean> {
  const since = await lastBegan(tx, id);
  const [changed] = await tx
    .select({ id: products.id })
    .from(products)
    .where(
      and(
        domainId ? eq(products.domainId, domainId) : undefined,
        since ? gt(products.updatedAt, since) : undefined,
      ),
    )
    .limit(1);
  return changed !== undefined;
}

async function lastBegan(tx: Tx, scheduleId: string): Promise<Date | null | undefined> {
  const [last] = await tx
    .select({ startedAt: runs.startedAt })
    .from(runs)
    .where(and(eq(runs.scheduleId, scheduleId), isNotNull(runs.startedAt)))
    .orderBy(desc(runs.id))
    .limit(1);
  return last?.startedAt;
}
