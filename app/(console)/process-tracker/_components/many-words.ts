import type { Foreseen, Was } from "#lib/runs/foresee-many.ts";
import type { ManyDeed } from "#lib/runs/seen-input.ts";
import { count, counted } from "#lib/text/numbers.ts";

/** The word on the button, and while it is on its way. */
export const DEED: Record<ManyDeed, { label: string; pending: string }> = {
  stop: { label: "Stop", pending: "Stopping…" },
  retry: { label: "Retry", pending: "Retrying…" },
  settle: { label: "Set to done", pending: "Setting…" },
};

const LINES: Record<ManyDeed, Partial<Record<Was, [one: string, several: string]>>> = {
  stop: {
    running: [
      "in progress is stopped at its next safe point; what it has written stays.",
      "in progress are stopped at their next safe points; what they have written stays.",
    ],
    waiting: [
      "that waits is cancelled; it has written nothing.",
      "that wait are cancelled; they have written nothing.",
    ],
    lost: [
      "whose worker was lost is not tried again.",
      "whose workers were lost are not tried again.",
    ],
  },
  retry: {
    ended: [
      "is tried again with its own input, as a new attempt.",
      "are tried again, each with its own input and as a new attempt.",
    ],
    lost: [
      "whose worker was lost is given to another one now.",
      "whose workers were lost are given to others now.",
    ],
  },
  settle: {
    ended: [
      "counts as finished well and is not tried again.",
      "count as finished well and are not tried again.",
    ],
    lost: [
      "whose worker was lost is not tried again and counts as finished well.",
      "whose workers were lost are not tried again and count as finished well.",
    ],
    waiting: ["that waits never starts.", "that wait never start."],
    running: ["in progress is stopped first.", "in progress are stopped first."],
  },
};

export type Question = {
  title: string;
  /** What becomes of how many, a line for each kind. */
  will: string[];
  /** "3 are completed now; 1 needs …". */
  wont: string;
  keep: string;
  /** Undefined: there is nothing that could be done. */
  go?: string;
};

/** The question before something is done with many runs, in words and numbers. */
export function questionOf({ deed, runs, will, wont }: Foreseen): Question {
  const left = wont.map((each) => `${count(each.count)} ${each.why}`).join("; ");
  const none = { stop: "stopped", retry: "retried", settle: "set to done" }[deed];
  if (runs.length === 0)
    return { title: `None of them can be ${none}`, will: [], wont: left, keep: "Close" };
  const { phrase, keep } = verbsOf(deed, will);
  return {
    title: `${phrase(counted(runs.length, "run"))}?`,
    will: will.map(
      ({ was, count: n }) => `${count(n)} ${LINES[deed][was]?.[n === 1 ? 0 : 1] ?? "are changed."}`,
    ),
    wont: left,
    keep,
    go: phrase(counted(runs.length, "run")),
  };
}

function verbsOf(deed: ManyDeed, will: Foreseen["will"]) {
  if (deed === "retry") return { phrase: (runs: string) => `Retry ${runs}`, keep: "Not now" };
  if (deed === "settle")
    return { phrase: (runs: string) => `Set ${runs} to done`, keep: "Leave them as they are" };
  const onlyWaiting = will.every(({ was }) => was === "waiting");
  return onlyWaiting
    ? { phrase: (runs: string) => `Cancel ${runs}`, keep: "Keep waiting" }
    : { phrase: (runs: string) => `Stop ${runs}`, keep: "Keep running" };
}
