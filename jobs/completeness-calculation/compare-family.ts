import { expectedOf } from "#lib/completeness/expected-of.ts";
import { findIncomplete, type Incomplete } from "#lib/completeness/find-incomplete.ts";
import type { FamilySize } from "#lib/completeness/next-families.ts";
import type { StepContext } from "#lib/job-types/define.ts";
import { count, counted, percent } from "#lib/text/numbers.ts";
import type { Context } from "./run.ts";
import type { State } from "./state.ts";

const PART = 5_000;

type Turn = { domainId: string; family: FamilySize; from: State };

/** Learns what the family's products have, compares each with it, and says in one line how it stands. */
export async function compareFamily(
  context: Context,
  step: StepContext,
  { domainId, family: { family, productCount }, from }: Turn,
): Promise<State> {
  const { viewer, log, parameters } = context;
  if (productCount < parameters.leastProducts) return await passOver(step, from, productCount);
  const { expectedPercent: share, listAtMost } = parameters;
  const expected = await expectedOf(viewer, { domainId, family, percent: share });
  let state = from;
  for (;;) {
    const part = { domainId, family, expected, after: state.after, limit: PART };
    const { checkedCount, incomplete, last } = await findIncomplete(viewer, part);
    if (last === null) break;
    const listed = incomplete.slice(0, Math.max(0, listAtMost - state.listed));
    state = {
      family,
      after: last,
      complete: state.complete + checkedCount - incomplete.length,
      incomplete: state.incomplete + incomplete.length,
      listed: state.listed + listed.length,
    };
    await step.chunk(state, async () => {
      if (part.after === "") step.tally("families");
      note(step, family, checkedCount, incomplete.length, listed);
    });
    step.say(`${family}: ${counted(state.complete + state.incomplete, "product")} compared`);
  }
  log.info(`${family}: ${shareOf(state)} complete; expected: ${expected.join(", ") || "nothing"}`);
  return state;
}

/** Too few to say what most of them have. */
async function passOver(step: StepContext, from: State, productCount: number): Promise<State> {
  await step.chunk(from, async () => {
    step.tick(productCount);
    step.tally("too-few", productCount);
  });
  return from;
}

function note(
  { tick, tally, issue }: StepContext,
  family: string,
  checkedCount: number,
  incompleteCount: number,
  listed: Incomplete[],
): void {
  tick(checkedCount);
  tally("complete", checkedCount - incompleteCount);
  tally("incomplete", incompleteCount);
  for (const { sku, missing } of listed) {
    const message = `${sku} lacks ${missing.join(", ")}.`;
    issue({ severity: "doubtful", code: "incomplete", message, column: family, value: sku });
  }
}

const shareOf = ({ complete, incomplete }: State) =>
  `${count(complete)} of ${counted(complete + incomplete, "product")} (${percent(complete / Math.max(1, complete + incomplete))})`;
