import { count, counted } from "../text/numbers.ts";
import type { Ending, Verdict } from "./verdict.ts";

export type StepCounts = {
  status: string;
  done: number;
  total: number | null;
  tallies: Record<string, number>;
};

type Facts = {
  row: {
    attempt: number;
    warningCount: number;
    message: string | null;
    stopRequestedBy: string | null;
    settledReason: string | null;
  };
  ending: Ending;
  verdict: Verdict;
  steps: StepCounts[];
  /** What the job type calls them, by key. */
  names: Readonly<Record<string, string>>;
};

/** How a run ended, in one line: `1,200 created, 39 invalid`, `Stopped by Ada after 500 created; 700 left`. */
export function messageOf({ row, ending, verdict, steps, names }: Facts): string | null {
  const sums = tallyText(
    steps.map((step) => step.tallies),
    names,
  );
  const by = row.stopRequestedBy ? ` by ${row.stopRequestedBy}` : "";
  const after = sums ? ` after ${sums}` : "";
  if (row.settledReason !== null) return `Set to done${by}${after}`;
  if (ending.outcome === "failed") return failureText(row.attempt, ending.error.message, verdict);
  if (ending.outcome === "stopped") {
    return `Stopped${by}${after}${leftText(steps)}${ending.forced ? " (ended by force after its grace time)" : ""}`;
  }
  if (sums) return sums;
  return row.warningCount > 0 ? counted(row.warningCount, "warning") : row.message;
}

function failureText(attempt: number, message: string, verdict: Verdict): string {
  const [line = ""] = message.split("\n");
  if (verdict.quarantined) return `Quarantined after two crashes: ${line}`;
  return verdict.status === "deferred"
    ? `Attempt ${attempt} failed and will be repeated: ${line}`
    : line;
}

/** What the step that was under way had not come to. */
function leftText(steps: StepCounts[]): string {
  const step = steps.find(({ status }) => status === "running");
  return step?.total && step.done < step.total ? `; ${count(step.total - step.done)} left` : "";
}

function tallyText(
  tallies: Array<Record<string, number>>,
  names: Readonly<Record<string, string>>,
): string {
  const sums = new Map<string, number>(Object.keys(names).map((key) => [key, 0]));
  for (const step of tallies) {
    for (const [key, value] of Object.entries(step)) sums.set(key, (sums.get(key) ?? 0) + value);
  }
  const told = [...sums].filter(([, sum]) => sum > 0);
  return told.map(([key, sum]) => `${count(sum)} ${(names[key] ?? key).toLowerCase()}`).join(", ");
}
