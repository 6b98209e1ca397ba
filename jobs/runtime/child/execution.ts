import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { JobError, type JobType, type RunContext } from "#lib/job-types/define.ts";
import { findJobType } from "#lib/job-types/find.ts";
import { patiently } from "#lib/platform/patiently.ts";
import type { LogInput } from "#lib/runs/append-log.ts";
import type { ClaimedRun } from "#lib/runs/claim.ts";
import { ClaimLost } from "#lib/runs/fence.ts";
import type { Checkpoint } from "#lib/runs/pending.ts";
import { restoreRun, type Restored } from "#lib/runs/restore.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { viewerOfRun } from "#lib/workers/viewer-of-run.ts";
import type { ChildEnd, StopReason, ToParent } from "../messages.ts";
import { contextOf } from "./context.ts";
import { errorOf } from "./error-of.ts";
import { GaveWay, obeyed } from "./gave-way.ts";
import { Ledger } from "./ledger.ts";
import { LogValve } from "./log-valve.ts";
import { Writer } from "./writer.ts";

type Handler = (context: RunContext) => Promise<void>;

/** One run in this process, from its frozen parameters to how it ended. */
export class Execution {
  readonly #run: ClaimedRun;
  readonly #folder: string;
  readonly #say: (message: ToParent) => void;
  readonly #stop = new AbortController();
  readonly #log: LogValve;
  #writer: Writer | undefined;
  #ledger: Ledger | undefined;
  #claimLost = false;
  #isHeld = false;

  constructor(run: ClaimedRun, folder: string, say: (message: ToParent) => void) {
    this.#run = run;
    this.#folder = folder;
    this.#say = say;
    this.#log = new LogValve((lines) => say({ kind: "log", runId: run.id, lines }));
  }

  stop(reason: StopReason): void {
    if (reason === "claim-lost") this.#claimLost = true;
    if (!this.#stop.signal.aborted) this.#stop.abort(new GaveWay(reason));
  }

  hold(held: boolean): void {
    this.#isHeld = held;
    this.#writer?.hold(held);
  }

  /** Never throws: whatever the handler does has an end. */
  async execute(): Promise<{ end: ChildEnd; lines: LogInput[] }> {
    const thrown = await this.#perform().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    await this.#writer?.close();
    return { end: this.#endOf(thrown), lines: this.#log.rest() };
  }

  async #perform(): Promise<void> {
    const type = findJobType(this.#run.jobType);
    const parameters = parse(type, this.#run.parameters);
    const viewer = viewerOfRun(this.#run, type);
    const restored = await patiently(() => this.#restore(type));
    const handler = await handlerOf(this.#folder, this.#run.jobType);
    const ledger = (this.#ledger = new Ledger(type, restored));
    const writer = (this.#writer = this.#openWriter(ledger, type.payloadVersion));
    const announce = () => this.#changed();
    const signal = this.#stop.signal;
    await handler(
      contextOf({
        run: this.#run,
        type,
        parameters,
        viewer,
        signal,
        ledger,
        writer,
        log: this.#log,
        announce,
      }),
    );
  }

  #openWriter(ledger: Ledger, version: number): Writer {
    const onClaimLost = () => this.stop("claim-lost");
    const writer = new Writer({
      run: this.#run,
      ledger,
      version,
      onWritten: () => this.#changed(),
      onWaiting: (why) => this.#log.say("info", null, why),
      onClaimLost,
    });
    writer.hold(this.#isHeld);
    return writer;
  }

  /** A first claim has nothing behind it, and is spared the question. */
  async #restore(type: JobType): Promise<Restored> {
    const { checkpoint, checkpointVersion, claim } = this.#run;
    if (claim === 1 && checkpoint === null) return FRESH;
    const isForeign = checkpoint !== null && checkpointVersion !== type.payloadVersion;
    if (isForeign && !type.retry.afterLostWorker) {
      throw new JobError(
        "checkpoint",
        "The point where the last attempt left off was written by another version of this job.",
      );
    }
    return await restoreRun(isForeign ? { ...this.#run, checkpoint: null } : this.#run);
  }

  #endOf(thrown: { error: unknown } | undefined): ChildEnd {
    if (this.#claimLost || thrown?.error instanceof ClaimLost) return { outcome: "claim-lost" };
    const pending = (this.#ledger ?? new Ledger(findJobType(this.#run.jobType), FRESH)).pending()
      .work;
    if (!thrown) return { outcome: "done", pending };
    if (isRefusal(thrown.error, "unavailable")) return { outcome: "database-away" };
    if (obeyed(thrown.error, this.#stop.signal)) return { outcome: "gave-way", pending };
    return { outcome: "failed", pending, error: errorOf(thrown.error) };
  }

  #changed(): void {
    this.#say({ kind: "changed", runId: this.#run.id });
  }
}

const handlers = new Map<string, Handler>();

async function handlerOf(folder: string, jobType: string): Promise<Handler> {
  const known = handlers.get(jobType);
  if (known) return known;
  const path = join(folder, jobType, "run.ts");
  const { run } = (await import(pathToFileURL(path).href)) as { run: Handler };
  handlers.set(jobType, run);
  return run;
}

const NOTHING: Checkpoint = { chunk: 0, step: null, issueSeq: 0, refusedSeq: 0, warningCount: 0 };
const FRESH: Restored = { mark: NOTHING, completed: [] };

function parse(type: JobType, parameters: unknown): unknown {
  const parsed = type.parameters.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
    .join("\n");
  throw new JobError(
    "parameters",
    "The parameters of this run do not fit the job any more.",
    detail,
  );
}
