import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { type Chosen, loadChosen } from "./chosen.ts";
import type { ManyDeed, SeenRun } from "./seen-input.ts";
import { decide, PERMISSION } from "./may.ts";
import { overlapping, type Words } from "./overlapping.ts";
import { WAITING } from "./status.ts";

/** What they are when it is done; each kind takes it in another way. */
export type Was = "waiting" | "running" | "lost" | "ended";

export type Foreseen = {
  deed: ManyDeed;
  /** Frozen: with these alone it is done, and only while they are as they are now. */
  runs: SeenRun[];
  will: Array<{ was: Was; count: number }>;
  /** Of the others how many, and why, as words that follow a number: "are completed now". The largest group first. */
  wont: Array<{ count: number; why: string }>;
};

/**
 * Counts before anything is done: what it would become of each run, and which would be left as they are and why. A run that has
 * begun another attempt since it was seen is left; of one that the viewer may not see nothing is told but that it does not exist.
 */
export function foreseeMany(
  viewer: Viewer,
  { deed, runs }: { deed: ManyDeed; runs: SeenRun[] },
): Promise<Foreseen> {
  return read(viewer, async (tx) => {
    const ids = runs.map(({ runId }) => runId);
    const found = await loadChosen(tx, viewer, ids);
    const obstacles = runs.map((seen) => obstacleOf(viewer, deed, seen, found.get(seen.runId)));
    const free = runs.flatMap(({ runId }, at) => (obstacles[at] ? [] : (found.get(runId) ?? [])));
    const beside = deed === "retry" ? await overlapping(tx, free) : new Map<number, Words>();
    const able = free.filter((run) => !beside.has(run.id));
    return {
      deed,
      runs: able.map(({ id, claim, status }) => ({
        runId: id,
        seenClaim: claim,
        seenStatus: status,
      })),
      will: counted(able.map(wasOf)).map(([was, count]) => ({ was, count })),
      wont: wontOf([...obstacles.filter((each) => each !== undefined), ...beside.values()]),
    };
  });
}

function obstacleOf(
  viewer: Viewer,
  deed: ManyDeed,
  seen: SeenRun,
  run: Chosen | undefined,
): Words | undefined {
  if (!run) return ["does not exist", "do not exist"];
  const action = deed === "stop" && WAITING.includes(run.status) ? "cancel" : deed;
  const decision = decide(viewer, run, action);
  if (!decision.allowed && decision.because === "permission") {
    const where = `the permission ${PERMISSION[action]} in ${run.domainName ?? "the installation"}`;
    return [`needs ${where}`, `need ${where}`];
  }
  if (!decision.allowed) return wordsOf(decision.reason, deed);
  if (seen.seenClaim !== run.claim) {
    return [
      "has begun another attempt since it was selected",
      "have begun another attempt since they were selected",
    ];
  }
  return undefined;
}

const DONE: Record<ManyDeed, string> = { stop: "stopped", retry: "retried", settle: "set to done" };

/** "It is completed now." becomes "is completed now" and "are completed now"; what else there is to say stands as it is. */
function wordsOf(reason: string, deed: ManyDeed): Words {
  const [, state] = /^It is (.*)\.$/.exec(reason) ?? [];
  if (state) return [`is ${state}`, `are ${state}`];
  const whole = `can’t be ${DONE[deed]}: ${reason.replace(/\.$/, "")}`;
  return [whole, whole];
}

function wasOf({ status }: Chosen): Was {
  if (WAITING.includes(status)) return "waiting";
  if (status === "running") return "running";
  return status === "interrupted" ? "lost" : "ended";
}

function wontOf(all: Words[]): Foreseen["wont"] {
  const words = new Map(all.map((each) => [each[1], each]));
  return counted(all.map(([, several]) => several))
    .toSorted(([, one], [, other]) => other - one)
    .map(([several, count]) => ({
      count,
      why: words.get(several)?.[count === 1 ? 0 : 1] ?? several,
    }));
}

function counted<T>(all: T[]): Array<[T, number]> {
  const counts = new Map<T, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts];
}
