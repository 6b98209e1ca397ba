import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { StoredRun } from "./load.ts";
import { QUESTIONS, type WhyCheck } from "./why-checks.ts";
import { readFacts, type InLine } from "./why-facts.ts";

export type WhyWaiting = {
  checks: WhyCheck[];
  /** Runs of the same line that this viewer may see: those that run, those before it. */
  line: InLine[];
  running: number;
  /** How many may run at the same time; null where the job is not known here. */
  limit: number | null;
  before: number;
};

/**
 * Why a waiting run does not run: the questions in the order in which a person would ask them, each with its answer; the first
 * obstacle is marked. Other people's runs are counted and not named.
 */
export async function whyWaiting(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
  now: Date,
): Promise<WhyWaiting> {
  const facts = await readFacts(tx, viewer, run, now);
  const checks = QUESTIONS.map((ask) => ask(facts)).filter((check) => check !== undefined);
  return {
    checks: markFirst(checks),
    line: facts.line,
    running: facts.running,
    limit: facts.limit,
    before: facts.before,
  };
}

/** One reason is enough to act on; further obstacles stay as remarks. */
function markFirst(checks: WhyCheck[]): WhyCheck[] {
  const first = checks.find((check) => check.state === "reason");
  return checks.map((check) =>
    check.state === "reason" && check !== first ? { ...check, state: "remark" } : check,
  );
}
