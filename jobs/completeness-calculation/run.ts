import { countByFamily, nextFamilies, type FamilySize } from "#lib/completeness/next-families.ts";
import { JobError, type Run, type RunContext, type StepContext } from "#lib/job-types/define.ts";
import { counted } from "#lib/text/numbers.ts";
import { compareFamily } from "./compare-family.ts";
import type { completenessCalculation } from "./job.ts";
import { BEGIN, State } from "./state.ts";

export type Parameters = { expectedPercent: number; leastProducts: number; listAtMost: number };
export type Context = RunContext<Parameters>;

const AT_ONCE = 100;

/** Family after family, by name. */
export const run: Run<typeof completenessCalculation> = async (context) => {
  await context.step("compare", async (step) => {
    const domainId = domainOf(context);
    await countAll(context, step, domainId);
    let state = State.safeParse(context.restored).data ?? BEGIN;
    for (let inclusive = true; ; inclusive = false) {
      const from = { family: state.family, inclusive };
      const families = await nextFamilies(context.viewer, domainId, from, AT_ONCE);
      for (const family of families) {
        const at = family.family === state.family ? state : begin(state, family);
        state = await compareFamily(context, step, { domainId, family, from: at });
      }
      if (families.length < AT_ONCE) return;
    }
  });
};

function domainOf({ domainId }: Context): string {
  if (domainId === null) throw new JobError("domain-gone", "Products belong to a domain.");
  return domainId;
}

const begin = ({ listed }: State, { family }: FamilySize): State => ({ ...BEGIN, family, listed });

async function countAll({ viewer, log, restored }: Context, step: StepContext, domainId: string) {
  const { within, without } = await countByFamily(viewer, domainId);
  step.total(within);
  if (restored !== undefined) return;
  log.info(`${counted(within, "product")} to compare`);
  step.tally("without-family", without);
  if (without > 0)
    log.warning(`${counted(without, "product")} without a family: nothing can be expected of them`);
}
