import { log } from "#lib/platform/log.ts";
import { Child, type ChildInput } from "./child-process.ts";

const REFORK_MS = 1_000;
/** Above this share of its memory a child is replaced after its run. */
const WORN_SHARE = 0.6;

/** Children that are ready before there is work, one per slot. One that died is replaced. */
export class Pool {
  readonly #input: ChildInput;
  /** Called whenever a process has become free. */
  onFree: () => void = () => undefined;
  readonly #all = new Set<Child>();
  readonly #idle: Child[] = [];
  #closed = false;

  constructor(input: ChildInput, slots: number) {
    this.#input = input;
    for (let slot = 0; slot < slots; slot += 1) this.#fork();
  }

  get freeCount(): number {
    return this.#idle.length;
  }

  /** A ready child. The caller sets its listeners and gives it back; when it dies, he says so. */
  take(): Child | undefined {
    return this.#idle.shift();
  }

  /** One that has grown is ended, and a fresh one takes its place. */
  giveBack(child: Child): void {
    if (child.isDead) return;
    this.#listen(child);
    const isWorn = child.lastBytes > this.#bytesMax * WORN_SHARE;
    if (isWorn || this.#closed) child.kill("SIGKILL");
    else this.#idle.push(child);
    this.onFree();
  }

  /** The caller saw it die. */
  replace(child: Child): void {
    this.#all.delete(child);
    if (!this.#closed) this.#fork();
  }

  /** Of all children, in bytes. A busy one that holds more than it may is ended. */
  async weigh(isBusy: (child: Child) => boolean): Promise<number> {
    let sum = 0;
    for (const child of this.#all) {
      const bytes = await child.memoryBytes();
      if (bytes > this.#bytesMax && isBusy(child)) child.exceed();
      sum += bytes;
    }
    return sum;
  }

  get #bytesMax(): number {
    return this.#input.memoryMb * 1024 * 1024;
  }

  close(): void {
    this.#closed = true;
    for (const child of this.#all) child.kill("SIGKILL");
  }

  #fork(): void {
    const child = new Child(this.#input);
    this.#all.add(child);
    this.#listen(child);
  }

  #listen(child: Child): void {
    child.onMessage = (message) => {
      if (message.kind !== "ready") return;
      child.isReady = true;
      this.#idle.push(child);
      this.onFree();
    };
    child.onExit = (exit) => this.#gone(child, exit.code);
  }

  /** It died while it had nothing to do: right after its start something is wrong with it, and its successor waits a moment. */
  #gone(child: Child, code: number | null): void {
    const at = this.#idle.indexOf(child);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#closed) return void this.#all.delete(child);
    if (!child.isReady)
      log.error({ code, stderr: child.lastWords }, "a handler process could not start");
    setTimeout(() => this.replace(child), child.isReady ? 0 : REFORK_MS);
  }
}
