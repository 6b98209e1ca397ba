import { counted } from "../text/numbers.ts";
import { ACTIVE } from "./status.ts";
import type { Facts, Seen } from "./why-facts.ts";

/** One question about a waiting run, with its answer. `reason`: this is why it does not run. */
export type WhyCheck = {
  key: "worker" | "lost" | "time" | "version" | "limit" | "previous" | "line" | "place";
  question: string;
  state: "fine" | "remark" | "reason";
  answer: string;
  /** Said after the answer of the reason. */
  more?: string;
  remedies: Array<{ text: string; href?: string }>;
};

const isHere = (worker: Seen) => worker.presence === "alive" || worker.presence === "quiet";

function isWorkerAlive({ workers: all, mayStartWorkers }: Facts): WhyCheck {
  const alive = all.filter(isHere);
  const question = "Is a worker alive?";
  if (alive.length > 0) {
    const heard = Math.round(Math.min(...alive.map((worker) => worker.silentSeconds)));
    return fine(
      "worker",
      question,
      `Yes: ${counted(alive.length, "worker")}, heard ${heard} s ago.`,
    );
  }
  const draining = all.some((worker) => worker.presence === "draining");
  const answer = draining
    ? "No: the last one is shutting down and takes nothing more."
    : "No worker is alive.";
  const remedy = mayStartWorkers
    ? "Start one with “npm run worker”; it takes waiting runs within a second."
    : "Tell an administrator; nothing is lost, it starts as soon as one is alive.";
  return { key: "worker", question, state: "reason", answer, remedies: [{ text: remedy }] };
}

/** Within the last hour; older ones explain nothing any more. */
const LOST_SHOWN_SECONDS = 3600;

function wasOneLost({ workers: all }: Facts): WhyCheck {
  const lost = all.filter(
    (worker) => worker.presence === "lost" && worker.silentSeconds < LOST_SHOWN_SECONDS,
  );
  const question = "Was one lost?";
  const [first] = lost;
  if (!first) return fine("lost", question, "No: none in the last hour.");
  const minutes = Math.floor(first.silentSeconds / 60);
  const others = lost.length > 1 ? ` and ${counted(lost.length - 1, "other")}` : "";
  const answer = `${first.name}${others}, ${minutes < 1 ? "just now" : `${minutes} min ago`}. What it held is taken over within 15 s.`;
  return { key: "lost", question, state: "remark", answer, remedies: [] };
}

function isHeldBack({ run, now }: Facts): WhyCheck {
  const question = "Is it held back until a time?";
  if (run.status !== "deferred" || !run.startAt || run.startAt <= now)
    return fine("time", question, "No: it may start at once.");
  const why =
    run.attempt > 0
      ? "The last attempt failed and the next one waits a while."
      : "It was given this start time.";
  return {
    key: "time",
    question,
    state: "reason",
    answer: "Yes: its start time lies ahead.",
    more: why,
    remedies: [],
  };
}

function needsNewer({ run, workers: all, mayStartWorkers }: Facts): WhyCheck | undefined {
  const alive = all.filter(isHere);
  const question = "Does a worker know this job?";
  if (alive.length === 0) return undefined;
  // The worker that met it parked it with this word.
  const refused = run.parkedAt !== null && run.message?.includes("newer worker");
  if (!refused && alive.some((worker) => worker.serves)) return fine("version", question, "Yes.");
  const answer = refused
    ? `No: it was started in version ${run.payloadVersion} of the job, which only a newer worker knows.`
    : "No: none of those that are alive knows this job.";
  const remedy = mayStartWorkers
    ? "Restart the workers with the installed version."
    : "Tell an administrator that a newer worker is needed.";
  return { key: "version", question, state: "reason", answer, remedies: [{ text: remedy }] };
}

function isLimitReached({ running, limit, line, where }: Facts): WhyCheck {
  const question = "Is a limit reached?";
  if (limit === null || running < limit) {
    return fine(
      "limit",
      question,
      limit === null ? "No." : `No: ${where} runs ${running} of ${limit} at a time.`,
    );
  }
  const remedies = line
    .filter((run) => ACTIVE.includes(run.status))
    .map((run) => ({
      text: `Look at ${run.title} #${run.id}`,
      href: `/process-tracker/${run.id}`,
    }));
  const answer = `Yes: ${where} already runs ${running} of ${limit}.`;
  return {
    key: "limit",
    question,
    state: "reason",
    answer,
    more: "As soon as one of them ends, the next one is taken.",
    remedies,
  };
}

function isPreviousRunning({ previous }: Facts): WhyCheck {
  const question = "Does the previous one still run?";
  if (!previous) return fine("previous", question, "No.");
  const remedies = [
    { text: `Look at ${previous.title} #${previous.id}`, href: `/process-tracker/${previous.id}` },
  ];
  return {
    key: "previous",
    question,
    state: "reason",
    answer: `Yes: run #${previous.id} is not done.`,
    remedies,
  };
}

function isBehind({ before }: Facts): WhyCheck {
  const question = "Is anything before it in line?";
  if (before === 0) return fine("line", question, "No: it is the first.");
  const answer = `Yes: ${counted(before, "run")} of this job ${before === 1 ? "was" : "were"} queued before it.`;
  return {
    key: "line",
    question,
    state: "reason",
    answer,
    more: "They are taken in their order.",
    remedies: [],
  };
}

function isPlaceFree({ workers: all }: Facts): WhyCheck | undefined {
  const alive = all.filter((worker) => isHere(worker) && worker.serves);
  if (alive.length === 0) return undefined;
  const slots = alive.reduce((sum, worker) => sum + worker.slots, 0);
  const busy = alive.reduce((sum, worker) => sum + worker.busy, 0);
  const question = "Has a worker a free place?";
  if (busy < slots)
    return fine(
      "place",
      question,
      `Yes: ${slots - busy} of ${slots}; it is taken within a second.`,
    );
  const answer = `No: all ${slots} are taken.`;
  return {
    key: "place",
    question,
    state: "reason",
    answer,
    more: "As soon as one is free, the oldest run is taken.",
    remedies: [],
  };
}

const fine = (key: WhyCheck["key"], question: string, answer: string): WhyCheck => ({
  key,
  question,
  state: "fine",
  answer,
  remedies: [],
});

/** In the order in which a person would ask. Undefined: it makes no sense here. */
export const QUESTIONS: ReadonlyArray<(facts: Facts) => WhyCheck | undefined> = [
  isWorkerAlive,
  wasOneLost,
  isHeldBack,
  needsNewer,
  isLimitReached,
  isPreviousRunning,
  isBehind,
  isPlaceFree,
];
