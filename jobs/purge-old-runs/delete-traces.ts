import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { purgeDueTimes, purgeFindings, purgeMails } from "#lib/retention/purge-traces.ts";
import type { RetentionRules } from "#lib/retention/rules.ts";
import { counted } from "#lib/text/numbers.ts";
import type { State } from "./state.ts";

type Context = Pick<RunContext<RetentionRules>, "parameters" | "log">;

const PART = 5_000;

/** What runs leave behind: their due times, their mails, what the sweep found about them. */
export async function deleteTraces(
  context: Context,
  step: StepContext,
  chosen: State,
): Promise<void> {
  const dueTimes = await deleteDueTimes(context, step, chosen);
  const mails = await deleteAll(context, step, chosen, "mails", purgeMails);
  const findings = await deleteAll(context, step, chosen, "findings", purgeFindings);
  context.log.info(
    `${counted(dueTimes, "due time")}, ${counted(mails, "mail")} and ${counted(findings, "finding")} of the sweep deleted`,
  );
}

/** Those whose run is kept are stepped over, and looked at once only. */
async function deleteDueTimes(
  { parameters: { keepDays } }: Context,
  step: StepContext,
  chosen: State,
): Promise<number> {
  let sum = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const part = await step.chunk(chosen, async (tx) => {
      const purged = await purgeDueTimes(tx, { keepDays, limit: PART, after: from });
      note(step, "due-times", purged.count);
      return purged;
    });
    sum += part.count;
    after = part.last;
  } while (after !== null);
  return sum;
}

async function deleteAll(
  { parameters: { keepDays } }: Context,
  step: StepContext,
  chosen: State,
  name: string,
  purge: typeof purgeMails,
): Promise<number> {
  let sum = 0;
  for (let deleted = PART; deleted === PART;) {
    deleted = await step.chunk(chosen, async (tx) => {
      const count = await purge(tx, { keepDays, limit: PART });
      note(step, name, count);
      return count;
    });
    sum += deleted;
  }
  return sum;
}

function note(step: StepContext, name: string, count: number): void {
  step.tally(name, count);
  step.tick(count);
}
