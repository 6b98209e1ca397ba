import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#lib/platform/log.ts";
import type { ClaimedRun } from "#lib/runs/claim.ts";
import { noteSilence } from "#lib/runs/note-silence.ts";
import { handOverRun } from "#lib/runs/hand-over.ts";
import type { PendingWork } from "#lib/runs/pending.ts";
import type { Ending, RunError } from "#lib/runs/verdict.ts";
import type { ChildEnd, StopReason, ToParent } from "../messages.ts";
import type { Child, Exit } from "./child-process.ts";
import { crashOf } from "./crash.ts";
import { LogBook } from "./log-book.ts";
import { persist } from "./persist.ts";
import { endTogether } from "./together.ts";

export type RunningInput = {
  run: ClaimedRun;
  child: Child;
  graceSeconds: number;
  memoryMb: number;
  /** Rows changed. */
  announce: (runId: number) => void;
  /** The child has nothing to do any more, because it is dead or after so long a time by its own clock. */
  freed: (child: Child, tookMs: number | "dead") => void;
  /** The run's end is written, or is somebody else's matter. */
  over: () => void;
};

const KILL_AFTER_TERM_MS = 5_000;
/** An end does not wait longer for the last lines of its log. */
const LOG_WAIT_MS = 60_000;
const UNCOUNTED_MAX = 20;
/** A process says every two seconds that it is there; one that is silent for so long computes without a pause, or hangs. */
const SILENT_SECONDS = 20;
const DATABASE_AWAY: Ending = {
  outcome: "failed",
  error: { code: "database-away", message: "The database went away each time this job used it." },
  crashed: false,
};

/** One claimed run and the process that executes it, from the parent's side. */
export class Running {
  readonly run: ClaimedRun;
  readonly #input: RunningInput;
  readonly #book: LogBook;
  #stopping: StopReason | undefined;
  #timers: NodeJS.Timeout[] = [];
  #uncaught: RunError | undefined;
  #isSettled = false;
  #heardMs = performance.now();
  #isSilent = false;

  constructor(input: RunningInput) {
    this.#input = input;
    this.run = input.run;
    this.#book = new LogBook(input.run, () => input.announce(input.run.id));
    input.child.onMessage = (message) => this.#receive(message);
    input.child.onExit = (exit) => this.#exited(exit);
    input.child.send({ kind: "run", run: input.run });
    input.announce(input.run.id);
  }

  /** Signal now, SIGTERM after the grace time, SIGKILL 5 s later. A lost claim has no grace. */
  stop(reason: StopReason): void {
    const isStronger =
      reason === "claim-lost" || (reason === "stop" && this.#stopping === "hand-over");
    if (this.#isSettled || (this.#stopping && !isStronger)) return;
    const isFirst = this.#stopping === undefined;
    this.#stopping = reason;
    this.#input.child.send({ kind: "stop", reason });
    if (reason === "claim-lost") return this.#input.child.kill("SIGKILL");
    if (!isFirst) return;
    this.#after(this.#input.graceSeconds * 1000, () => this.#input.child.kill("SIGTERM"));
    this.#after(this.#input.graceSeconds * 1000 + KILL_AFTER_TERM_MS, () =>
      this.#input.child.kill("SIGKILL"),
    );
  }

  /** No more grace: somebody is in a hurry. */
  hasten(): void {
    if (!this.#isSettled) this.#input.child.kill("SIGKILL");
  }

  hold(held: boolean): void {
    this.#input.child.send({ kind: "hold", held });
  }

  /** Tells people when its process does not answer, and when it does again. Called about every second. */
  listen(): void {
    const seconds = (performance.now() - this.#heardMs) / 1000;
    if (this.#isSettled || seconds > SILENT_SECONDS === this.#isSilent) return;
    this.#isSilent = !this.#isSilent;
    const message = this.#isSilent
      ? `Its process has not answered for ${SILENT_SECONDS} s: it computes without a pause, or it hangs.`
      : "Its process answers again.";
    this.#book.add([{ level: "info", step: null, message, agoMs: 0 }]);
    if (!this.#isSilent) return;
    noteSilence(this.run, SILENT_SECONDS)
      .then(() => this.#input.announce(this.run.id))
      .catch((error: unknown) => log.debug({ error: String(error) }, "silence was not noted"));
  }

  #after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }

  #receive(message: ToParent): void {
    this.#heardMs = performance.now();
    if (message.kind === "uncaught") this.#uncaught = message.error;
    if (!("runId" in message) || message.runId !== this.run.id) return;
    if (message.kind === "log") this.#book.add(message.lines);
    else if (message.kind === "changed") this.#input.announce(this.run.id);
    else this.#ended(message);
  }

  #ended({ end, lines, tookMs }: Extract<ToParent, { kind: "ended" }>): void {
    this.#book.add(lines);
    if (!this.#settle()) return;
    this.#input.freed(this.#input.child, tookMs);
    if (end.outcome === "claim-lost") return this.#giveUp();
    if (end.outcome === "database-away")
      return void this.#conclude(this.#hasTriedEnough ? DATABASE_AWAY : undefined);
    const handsOver = end.outcome === "gave-way" && this.#stopping === "hand-over";
    void this.#conclude(handsOver ? undefined : endingOf(end), end.pending);
  }

  /** What loses the database each time it runs may be what harms the database. */
  get #hasTriedEnough(): boolean {
    return this.run.claim - this.run.attempt >= UNCOUNTED_MAX;
  }

  #exited(exit: Exit): void {
    const isFirst = this.#settle();
    this.#input.freed(this.#input.child, "dead");
    if (!isFirst) return;
    if (this.#stopping === "claim-lost") return this.#giveUp();
    if (this.#stopping === "hand-over") return void this.#conclude(undefined);
    if (this.#stopping === "stop") return void this.#conclude({ outcome: "stopped", forced: true });
    const error = crashOf(exit, this.#uncaught, this.#input.memoryMb);
    void this.#conclude({ outcome: "failed", error, crashed: true });
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    for (const timer of this.#timers) clearTimeout(timer);
    return (this.#isSettled = true);
  }

  #giveUp(): void {
    log.info({ run: this.run.id, claim: this.run.claim }, "the claim is lost");
    this.#book.abandon();
    this.#input.over();
  }

  /** Writes the end, however long the database is away, unless somebody took the run. Without an ending it is handed over. */
  async #conclude(ending: Ending | undefined, pending?: PendingWork): Promise<void> {
    let lines = ending && this.#book.takeLast();
    const write = async () => {
      if (lines === undefined) await Promise.race([this.#book.flush(), sleep(LOG_WAIT_MS)]);
      await (ending
        ? endTogether({ run: this.run, ending, pending, lines })
        : handOverRun(this.run, this.run.workerName));
    };
    // What the database refuses may be a line of the log: then the log is written for itself, and loses what can't be kept.
    const onRefused = () => {
      if (lines) this.#book.add(lines);
      lines = undefined;
    };
    if (!(await persist(this.run.id, write, onRefused))) return this.#giveUp();
    this.#input.announce(this.run.id);
    this.#input.over();
  }
}

function endingOf(end: Extract<ChildEnd, { pending: PendingWork }>): Ending {
  if (end.outcome === "done") return { outcome: "done" };
  if (end.outcome === "gave-way") return { outcome: "stopped", forced: false };
  return { outcome: "failed", error: end.error, crashed: false };
}
