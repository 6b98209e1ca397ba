import { JobError, type Run, type RunContext, type StepContext } from "#lib/job-types/define.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { warehousesOf, type WarehouseOf } from "#lib/warehouses/of-domain.ts";
import { CHECKS, type Check } from "./checks.ts";
import type { locationConsistencyCheck } from "./job.ts";

type Context = RunContext<{ listAtMost: number }>;
/** What a checkpoint holds: the check, and the last warehouse it was done with. */
type State = { step: Check["step"]; warehouseId: string };

/** Check after check, warehouse after warehouse. */
export const run: Run<typeof locationConsistencyCheck> = async (context) => {
  for (const check of CHECKS)
    await context.step(check.step, (step) => lookInAll(context, step, check));
};

async function lookInAll(context: Context, step: StepContext, check: Check): Promise<void> {
  const { viewer, domainId, restored } = context;
  if (domainId === null) throw new JobError("domain-gone", "Warehouses belong to a domain.");
  const state = restored as State | undefined;
  const done = state?.step === check.step ? state.warehouseId : "";
  const places = await warehousesOf(viewer, domainId);
  step.total(places.length);
  for (const place of places.filter((each) => each.id > done))
    await lookIn(context, step, check, { domainId, place });
}

async function lookIn(
  { viewer, parameters, log }: Context,
  step: StepContext,
  check: Check,
  { domainId, place }: { domainId: string; place: WarehouseOf },
): Promise<void> {
  const at = { domainId, warehouseId: place.id, limit: parameters.listAtMost };
  const found = await check.look(viewer, at);
  const state: State = { step: check.step, warehouseId: place.id };
  await step.chunk(state, async () => {
    step.tick();
    step.tally("checked", found.checkedCount);
    step.tally("faults", found.faultCount);
    for (const { code, value, message } of found.faults) {
      const text = message(place.code);
      step.issue({ severity: "doubtful", code, message: text, column: place.code, value });
    }
  });
  log.info(
    `${place.code}: ${counted(found.checkedCount, check.noun)} looked through, ${count(found.faultCount)} not right`,
  );
  const more = found.faultCount - found.faults.length;
  if (more > 0) log.info(`${counted(more, "fault")} more than are listed`);
}
