import type { LiveUpdate } from "#lib/live/read-update.ts";

/** What the parts of a page together want to follow. */
export type Wish = {
  rows: readonly number[] | "all";
  run?: number;
  list?: string;
  top?: number;
  /** The server's clock when the page was read. */
  since: string;
};

export type LiveState = { state: "live" | "paused" | "lost"; lostSince?: string };

export type Part = { wish?: Wish; onUpdate?: (update: LiveUpdate) => void };

const FAILURES_UNTIL_LOST = 3;
const RETRY_MS = 700;
const POLL_MS = 5000;
/** While it asks every 5 s, the stream is tried again this often. */
const REOPEN_EVERY_POLLS = 3;

/**
 * The one connection of this tab. Parts of the page say what they follow; it keeps a stream open while the tab can be seen,
 * catches up when it is seen again, and asks every 5 s when three tries to stream have failed.
 */
class LiveConnection {
  #parts = new Set<Part>();
  #source: EventSource | undefined;
  #openFor = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #polls = 0;
  #paused = false;
  #lostSince: string | undefined;
  #lastAt: string | undefined;
  #listeners = new Set<() => void>();
  #snapshot: LiveState = { state: "live" };

  add(part: Part): () => void {
    if (this.#parts.size === 0) this.#wake();
    this.#parts.add(part);
    this.#plan();
    return () => {
      this.#parts.delete(part);
      if (this.#parts.size === 0) this.#sleep();
      else this.#plan();
    };
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) document.documentElement.dataset.live = "paused";
    else delete document.documentElement.dataset.live;
    if (paused) this.#close();
    this.#say();
    this.#plan();
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = () => this.#snapshot;

  #wake() {
    document.addEventListener("visibilitychange", this.#onVisibility);
    addEventListener("pagehide", this.#onHide);
    addEventListener("online", this.#onVisibility);
  }

  #sleep() {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    removeEventListener("pagehide", this.#onHide);
    removeEventListener("online", this.#onVisibility);
    this.#close();
  }

  // Two parts of a page often come and go in the same moment.
  #plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), 0);
  }

  #onVisibility = () => (document.hidden ? this.#close() : this.#plan());
  #onHide = () => this.#close();

  #open() {
    if (this.#paused || document.hidden || this.#parts.size === 0) return;
    const address = this.#address();
    if (this.#source && this.#openFor === address.wish) return;
    this.#close();
    this.#openFor = address.wish;
    const source = new EventSource(address.url);
    this.#source = source;
    source.addEventListener("open", () => this.#streams());
    source.addEventListener("update", (event) => this.#take(JSON.parse(event.data) as LiveUpdate));
    source.addEventListener("error", () => this.#fail());
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  #streams() {
    this.#failures = this.#polls = 0;
    this.#lostSince = undefined;
    this.#say();
  }

  #fail() {
    this.#close();
    this.#failures += 1;
    if (this.#failures < FAILURES_UNTIL_LOST) {
      this.#timer = setTimeout(() => this.#open(), RETRY_MS * this.#failures);
      return;
    }
    this.#lostSince ??= new Date().toISOString();
    this.#say();
    this.#timer = setTimeout(() => void this.#poll(), this.#polls === 0 ? 0 : POLL_MS);
  }

  async #poll() {
    if (this.#paused || document.hidden || this.#parts.size === 0) return;
    this.#polls += 1;
    try {
      const answer = await fetch(`${this.#address().url}&poll=1`, { cache: "no-store" });
      if (answer.ok) this.#take((await answer.json()) as LiveUpdate);
      // Signed out meanwhile: the page itself leads to the sign-in.
      if (answer.status === 401) location.reload();
      if (answer.ok && this.#polls % REOPEN_EVERY_POLLS === 1) return this.#open();
    } catch {
      // Still away; the state says so.
    }
    this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  #take(update: LiveUpdate) {
    this.#lastAt = update.at;
    for (const part of this.#parts) part.onUpdate?.(update);
  }

  #say() {
    const state = this.#paused ? "paused" : this.#lostSince ? "lost" : "live";
    if (this.#snapshot.state === state && this.#snapshot.lostSince === this.#lostSince) return;
    this.#snapshot = { state, lostSince: this.#lostSince };
    for (const listener of this.#listeners) listener();
  }

  /** The wishes of all parts in one address; `wish` without the moment, to see whether it still is the same. */
  #address(): { url: string; wish: string } {
    const wishes = [...this.#parts].flatMap((part) => part.wish ?? []);
    const query = new URLSearchParams();
    const all = wishes.some((wish) => wish.rows === "all");
    const rows = new Set(wishes.flatMap((wish) => (wish.rows === "all" ? [] : wish.rows)));
    if (all) query.set("rows", "all");
    else if (rows.size > 0) query.set("rows", [...rows].join(","));
    for (const { run, list, top } of wishes) {
      if (run) query.set("run", String(run));
      if (top !== undefined) query.set("top", String(top));
      if (list) query.set("list", list);
    }
    const pageRead = wishes.map((wish) => wish.since).toSorted()[0];
    const wish = `${query} ${pageRead ?? ""}`;
    const since =
      this.#openFor === wish && this.#lastAt ? this.#lastAt : (pageRead ?? this.#lastAt);
    if (since) query.set("since", since);
    return { url: `/api/live?${query}`, wish };
  }
}

export const liveConnection = new LiveConnection();
