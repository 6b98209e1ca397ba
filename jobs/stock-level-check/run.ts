import { JobError, type Run, type RunContext } from "#lib/job-types/define.ts";
import { countStock } from "#lib/stock/count.ts";
import { warehousesOf } from "#lib/warehouses/of-domain.ts";
import { checkCountsIn } from "./check-counts.ts";
import { checkLevelsIn } from "./check-levels.ts";
import type { stockLevelCheck } from "./job.ts";
import { leftOff } from "./state.ts";

/** Looks at warehouse after warehouse, twice: at what falls short, then at what can't be. */
export const run: Run<typeof stockLevelCheck> = async (context) => {
  const { viewer, log } = context;
  const domainId = domainOf(context);
  const totals = await countStock(viewer, domainId);
  await context.step("check-levels", async (step) => {
    const from = leftOff(context.restored, "check-levels");
    const places = await warehousesOf(viewer, domainId, from?.warehouseId);
    if (places.length === 0) log.info("There are no warehouses in use");
    step.total(totals.minimums);
    for (const place of places)
      await checkLevelsIn(context, step, { domainId, place, after: startIn(place, from) });
  });
  await context.step("check-counts", async (step) => {
    const from = leftOff(context.restored, "check-counts");
    const places = await warehousesOf(viewer, domainId, from?.warehouseId);
    step.total(totals.counts);
    for (const place of places)
      await checkCountsIn(context, step, { domainId, place, after: startIn(place, from) });
  });
};

function domainOf({ domainId }: Pick<RunContext, "domainId">): string {
  if (domainId === null) throw new JobError("domain-gone", "Stock belongs to a domain.");
  return domainId;
}

const startIn = (place: { id: string }, from: ReturnType<typeof leftOff>) =>
  from?.warehouseId === place.id ? from.after : [];
