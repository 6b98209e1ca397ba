import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { checkCounts, type CheckedCounts, type CountFault } from "#lib/stock/check-counts.ts";
import type { WarehouseOf } from "#lib/warehouses/of-domain.ts";
import { count, counted } from "#lib/text/numbers.ts";
import type { Place } from "./check-levels.ts";
import type { State } from "./state.ts";

/** Counts looked at in one go. */
const PART = 10_000;

/** One warehouse, part by part. */
export async function checkCountsIn(
  { viewer, log }: Pick<RunContext, "viewer" | "log">,
  step: StepContext,
  { domainId, place, after: [sku = "", location = ""] }: Place,
): Promise<void> {
  const sums = { checked: 0, faults: 0 };
  const at = { domainId, warehouseId: place.id, limit: PART };
  for (let after: [string, string] = [sku, location]; ;) {
    const part = await checkCounts(viewer, { ...at, after });
    if (part.last === null) break;
    after = part.last;
    const state: State = { step: "check-counts", warehouseId: place.id, after };
    await step.chunk(state, async () => note(step, place, part));
    sums.checked += part.checkedCount;
    sums.faults += part.faults.length;
  }
  log.info(
    `${place.code}: ${counted(sums.checked, "count")} looked through, ${count(sums.faults)} can't be`,
  );
}

function note({ tick, tally, issue }: StepContext, place: WarehouseOf, part: CheckedCounts): void {
  tick(part.checkedCount);
  for (const fault of part.faults) {
    tally(fault.code === "negative-stock" ? "negative" : "over-reserved");
    issue(issueOf(place, fault));
  }
}

function issueOf({ code: place }: WarehouseOf, fault: CountFault) {
  const { code, sku, location, quantity, reserved } = fault;
  const message =
    code === "negative-stock"
      ? `${location} in ${place} holds ${count(quantity)} of ${sku}: less than nothing.`
      : `${location} in ${place} holds ${count(quantity)} of ${sku}, and ${count(reserved)} are promised.`;
  const column = `${place} ${location}`;
  return { severity: "doubtful", code, message, column, value: sku } as const;
}
