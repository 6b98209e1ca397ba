import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { checkLevels, type CheckedLevels, type LevelFault } from "#lib/stock/check-levels.ts";
import type { WarehouseOf } from "#lib/warehouses/of-domain.ts";
import { count, counted } from "#lib/text/numbers.ts";
import type { State } from "./state.ts";

/** Products looked at in one go: some 50 ms of work. */
const PART = 5_000;

export type Place = { domainId: string; place: WarehouseOf; after: string[] };
type Context = Pick<RunContext<{ marginPercent: number }>, "parameters" | "viewer" | "log">;

/** One warehouse, part by part; at its end one line says what was found. */
export async function checkLevelsIn(
  { parameters, viewer, log }: Context,
  step: StepContext,
  { domainId, place, after: [begin = ""] }: Place,
): Promise<void> {
  const sums = { checked: 0, low: 0, out: 0 };
  const { marginPercent } = parameters;
  const at = { domainId, warehouseId: place.id, limit: PART, marginPercent };
  for (let after = begin; ;) {
    const part = await checkLevels(viewer, { ...at, after });
    if (part.last === null) break;
    after = part.last;
    const state: State = { step: "check-levels", warehouseId: place.id, after: [after] };
    await step.chunk(state, async () => note(step, place, part));
    sums.checked += part.checkedCount;
    sums.low += part.faults.filter(({ code }) => code === "low-stock").length;
    sums.out += part.faults.filter(({ code }) => code === "out-of-stock").length;
    step.say(`${place.code}: ${counted(sums.checked, "product")} checked`);
  }
  log.info(
    `${place.code}: ${counted(sums.checked, "product")} checked, ${count(sums.low)} low, ${count(sums.out)} out of stock`,
  );
}

function note({ tick, tally, issue }: StepContext, place: WarehouseOf, part: CheckedLevels): void {
  tick(part.checkedCount);
  tally("checked", part.checkedCount);
  tally("skipped", part.skippedCount);
  for (const fault of part.faults) {
    tally(TALLY[fault.code]);
    issue(issueOf(place, fault));
  }
}

const TALLY = { "low-stock": "low", "out-of-stock": "out", "product-unknown": "unknown" } as const;

function issueOf({ code: place }: WarehouseOf, { code, sku, minimum, available }: LevelFault) {
  const message = {
    "low-stock": `${place} has ${count(available)} of ${sku}, ${count(minimum)} are wanted at least.`,
    "out-of-stock": `${place} has none of ${sku} left, ${count(minimum)} are wanted at least.`,
    "product-unknown": `${place} wants to have ${sku}, which is no product here.`,
  }[code];
  return { severity: "doubtful", code, message, column: place, value: sku } as const;
}
