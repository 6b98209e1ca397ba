import type { Issue } from "#lib/job-types/define.ts";
import type { Finding } from "#lib/sweeps/take-findings.ts";
import { absolute } from "#lib/text/dates.ts";

/** What becomes of a run that is taken from its worker. */
export const BECAME = {
  resumed: "went on with another worker",
  failed: "given up",
  stopped: "stopped, as had been asked",
  "by-hand": "decided by a person",
};

/** One line of the log. It belongs to the installation: numbers and names of workers and jobs, never a domain's content. */
export function sentenceOf(finding: Finding): string {
  const { kind, runId, jobType, outcome, workerName, lastSignAt } = finding;
  if (kind === "worker")
    return `Worker ${workerName} was lost; its last sign of life was ${at(lastSignAt)}`;
  if (kind === "quarantine")
    return `#${runId} ${jobType}: quarantined after it took its process with it twice`;
  return `#${runId} ${jobType}: taken from ${workerName}, ${BECAME[outcome ?? "by-hand"]}`;
}

/** What a person should look at. A run that went on elsewhere needs nobody. */
export function issueOf(finding: Finding): Issue | undefined {
  const { kind, runId, workerName, outcome } = finding;
  const message = `${sentenceOf(finding)}.`;
  const doubtful = { severity: "doubtful", message } as const;
  const ofRun = { ...doubtful, column: "run", value: `${runId}` };
  if (kind === "worker")
    return { ...doubtful, code: "worker-lost", column: "worker", value: workerName ?? "" };
  if (kind === "quarantine") return { ...ofRun, code: "run-quarantined" };
  return outcome === "failed" ? { ...ofRun, code: "run-given-up" } : undefined;
}

const at = (iso: string | null) => (iso ? absolute(new Date(iso), "UTC") : "not known");
