import { and, asc, count, eq, inArray, lt, type SQL } from "drizzle-orm";
import { runs, workers } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { presenceOf, type WorkerPresence } from "../workers/list.ts";
import { counted } from "../text/numbers.ts";
import type { StoredRun } from "./load.ts";
import { inLane } from "./room.ts";
import { readRows, type RunRow } from "./row.ts";
import { ACTIVE, WAITING } from "./status.ts";

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

/** Another run of the same line. Times are ISO strings. */
export type InLine = Pick<
  RunRow,
  "id" | "title" | "status" | "startedAt" | "startedBy" | "timeLeft"
>;

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
  const checks = [
    isWorkerAlive,
    wasOneLost,
    isHeldBack,
    needsNewer,
    isLimitReached,
    isPreviousRunning,
    isBehind,
    isPlaceFree,
  ]
    .map((ask) => ask(facts))
    .filter((check) => check !== undefined);
  return {
    checks: markFirst(checks),
    line: facts.line,
    running: facts.running,
    limit: facts.limit,
    before: facts.before,
  };
}

type Seen = {
  name: string;
  presence: WorkerPresence;
  silentSeconds: number;
  slots: number;
  busy: number;
  serves: boolean;
};

type Facts = {
  run: StoredRun;
  now: Date;
  workers: Seen[];
  mayStartWorkers: boolean;
  running: number;
  before: number;
  limit: number | null;
  line: WhyWaiting["line"];
  previous: { id: number; title: string } | undefined;
  where: string;
};

/** Counting those before it stops being useful somewhere. */
const LINE_SHOWN = 5;

async function readFacts(tx: Tx, viewer: Viewer, run: StoredRun, now: Date): Promise<Facts> {
  const seen = await tx.select().from(workers);
  const [running] = await tx
    .select({ n: count() })
    .from(runs)
    .where(and(inLane(run), inArray(runs.status, ACTIVE)));
  const [before] = await tx
    .select({ n: count() })
    .from(runs)
    .where(and(inLane(run), eq(runs.status, "queued"), lt(runs.id, run.id)));
  return {
    run,
    now,
    workers: seen.map((row) => asSeen(row, run, now)),
    mayStartWorkers: can(viewer, "workers.view", run.domainId),
    running: running?.n ?? 0,
    before: before?.n ?? 0,
    limit: jobTypeOf(run.jobType)?.concurrencyPerDomain ?? null,
    line: await readLine(tx, viewer, run),
    previous: run.overlapKey ? await readPrevious(tx, viewer, run) : undefined,
    where:
      viewer.domains.find((domain) => domain.id === run.domainId)?.name ??
      (run.domainId ? "this domain" : "the installation"),
  };
}

function asSeen(row: typeof workers.$inferSelect, run: StoredRun, now: Date): Seen {
  const silentSeconds = Math.max(0, (now.getTime() - row.heartbeatAt.getTime()) / 1000);
  const { name, slots, busy } = row;
  const presence = presenceOf(row.state, silentSeconds);
  return { name, slots, busy, presence, silentSeconds, serves: row.jobTypes.includes(run.jobType) };
}

async function readLine(tx: Tx, viewer: Viewer, run: StoredRun): Promise<InLine[]> {
  const inLine = (status: SQL | undefined) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(visibleTo(viewer, runs), inLane(run), status))
      .orderBy(asc(runs.id))
      .limit(LINE_SHOWN);
  const running = await inLine(inArray(runs.status, ACTIVE));
  const waiting = await inLine(and(eq(runs.status, "queued"), lt(runs.id, run.id)));
  const rows = await readRows(
    tx,
    viewer,
    [...running, ...waiting].map((each) => each.id),
  );
  return rows.map(({ id, title, status, startedAt, startedBy, timeLeft }) => {
    return { id, title, status, startedAt, startedBy, timeLeft };
  });
}

async function readPrevious(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
): Promise<{ id: number; title: string } | undefined> {
  const [found] = await tx
    .select({ id: runs.id, title: runs.title })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, runs),
        eq(runs.jobType, run.jobType),
        eq(runs.overlapKey, run.overlapKey as string),
        inArray(runs.status, [...ACTIVE, ...WAITING]),
        lt(runs.id, run.id),
      ),
    );
  return found;
}

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

/** One reason is enough to act on; further obstacles stay as remarks. */
function markFirst(checks: WhyCheck[]): WhyCheck[] {
  const first = checks.find((check) => check.state === "reason");
  return checks.map((check) =>
    check.state === "reason" && check !== first ? { ...check, state: "remark" } : check,
  );
}
