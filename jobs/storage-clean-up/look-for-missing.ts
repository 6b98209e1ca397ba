import { findMissing, FIRST, type MissingFile } from "#lib/files/find-missing.ts";
import { lastLookedAt } from "#lib/files/last-looked.ts";
import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { duration } from "#lib/text/durations.ts";
import { count, counted } from "#lib/text/numbers.ts";

type Context = Pick<RunContext<{ lookForMissingHours: number }>, Needed>;
type Needed = "viewer" | "restored" | "log" | "runId" | "parameters" | "clock";

const PART = 500;

/** Says which files are listed and not there. They belong to domains, so they are named by number alone. */
export async function lookForMissing(context: Context, step: StepContext): Promise<void> {
  const { viewer, restored, log } = context;
  if (leftOff(restored) === undefined && !(await isDue(context))) return;
  const sums = { checked: 0, missing: 0 };
  for (let after = leftOff(restored) ?? FIRST; ;) {
    const part = await findMissing(viewer, after, PART);
    if (part.last === null) break;
    after = part.last;
    await step.chunk({ after }, async () => {
      step.tick(part.lookedCount);
      step.tally("checked", part.lookedCount);
      step.tally("missing", part.missing.length);
      for (const file of part.missing) step.issue(issueOf(file));
    });
    sums.checked += part.lookedCount;
    sums.missing += part.missing.length;
    step.say(`${counted(sums.checked, "file")} looked for`);
  }
  log.info(`${counted(sums.checked, "file")} looked for, ${count(sums.missing)} missing`);
}

async function isDue({ viewer, runId, parameters, clock, log }: Context): Promise<boolean> {
  const last = await lastLookedAt(viewer, runId);
  if (!last) return true;
  const agoMs = (await clock.now()).getTime() - last.getTime();
  const dueMs = parameters.lookForMissingHours * 3_600_000 - agoMs;
  if (dueMs > 0)
    log.info(`Missing files were looked for ${duration(agoMs)} ago; again in ${duration(dueMs)}`);
  return dueMs <= 0;
}

const leftOff = (restored: unknown) => (restored as { after?: string } | null | undefined)?.after;

function issueOf({ id, kind, runId }: MissingFile) {
  const whose = runId === null ? `The ${kind} file` : `The ${kind} file of run #${runId}`;
  const message = `${whose} is not in the store.`;
  return { severity: "doubtful", code: "file-missing", message, column: kind, value: id } as const;
}
