import type { Run, RunContext, StepContext } from "#lib/job-types/define.ts";
import {
  countUndecided,
  lastReportAt,
  takeFindings,
  type Finding,
} from "#lib/sweeps/take-findings.ts";
import { absolute } from "#lib/text/dates.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { BECAME, issueOf, sentenceOf } from "./words.ts";
import type { lostRunSweepReport } from "./job.ts";

type Context = Pick<RunContext, "log" | "runId" | "restored">;
type Sums = Record<"workers" | "taken" | "quarantined" | keyof typeof BECAME, number>;

const PART = 1_000;
/** All are counted and what needs a person is an issue; the log stays readable. */
const LINES_MAX = 500;

/** Tells each finding once: what was told is marked in the transaction of its tallies. */
export const run: Run<typeof lostRunSweepReport> = async (context) => {
  await context.step("tell", (step) => tell(context, step));
};

async function tell({ log, runId, restored }: Context, step: StepContext): Promise<void> {
  let sums = (restored as Sums | undefined) ?? NOTHING;
  const begun = await step.chunk(sums, (tx) => lastReportAt(tx, runId));
  log.info(begun ? `Since the last report, ${absolute(begun, "UTC")}` : "The first report");
  let lineCount = 0;
  for (let told = PART; told === PART;) {
    const next = { ...sums };
    const found = await tellPart(step, runId, sums, next);
    for (const finding of found.slice(0, Math.max(0, LINES_MAX - lineCount)))
      log.info(sentenceOf(finding));
    lineCount += found.length;
    told = found.length;
    sums = next;
  }
  if (lineCount > LINES_MAX) log.info(`and ${count(lineCount - LINES_MAX)} more`);
  for (const line of summary(sums)) log.info(line);
  await sayUndecided(log, step, sums);
}

/** `next` is what the checkpoint keeps: the sums up to here and those of this part. */
function tellPart(step: StepContext, runId: number, before: Sums, next: Sums): Promise<Finding[]> {
  return step.chunk(next, async (tx) => {
    const part = await takeFindings(tx, { runId, limit: PART });
    Object.assign(next, before);
    for (const finding of part) note(step, finding, next);
    return part;
  });
}

const NOTHING: Sums = {
  workers: 0,
  taken: 0,
  resumed: 0,
  failed: 0,
  stopped: 0,
  "by-hand": 0,
  quarantined: 0,
};

function note(step: StepContext, finding: Finding, sums: Sums): void {
  step.tick();
  for (const name of namesOf(finding)) {
    step.tally(name);
    sums[name] += 1;
  }
  const issue = issueOf(finding);
  if (issue) step.issue(issue);
}

function namesOf({ kind, outcome }: Finding): Array<keyof Sums> {
  if (kind === "worker") return ["workers"];
  if (kind === "quarantine") return ["quarantined"];
  return ["taken", outcome ?? "by-hand"];
}

function summary(sums: Sums): string[] {
  if (sums.workers + sums.taken + sums.quarantined === 0)
    return ["No worker was lost, nothing was taken over and nothing quarantined"];
  const became = Object.entries(BECAME).flatMap(([name, words]) => {
    const n = sums[name as keyof typeof BECAME];
    return n > 0 ? [`${count(n)} ${words}`] : [];
  });
  const runs = counted(sums.taken, "run");
  return [
    `${counted(sums.workers, "worker")} lost, ${runs} taken over${became.length > 0 ? `: ${became.join(", ")}` : ""}`,
    `${counted(sums.quarantined, "run")} quarantined`,
  ];
}

async function sayUndecided(log: Context["log"], step: StepContext, sums: Sums): Promise<void> {
  const undecided = await step.chunk(sums, async (tx) => {
    const n = await countUndecided(tx);
    step.tally("undecided", n);
    return n;
  });
  if (undecided > 0)
    log.info(`${counted(undecided, "run")} not decided about yet; the next report tells of them`);
}
