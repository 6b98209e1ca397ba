import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogLine } from "#lib/runs/read-log.ts";
import { countLines, lastSeq, LINES_MAX } from "./lines.ts";
import { changed, opened, type LogState } from "./log-state.ts";

const line = (seq: number, level: LogLine["level"] = "info"): LogLine => ({
  seq,
  at: "2026-01-01T00:00:00.000Z",
  level,
  step: "write",
  message: `m${seq}`,
});
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => line(from + at));
const none = { debug: 0, info: 0, warning: 0, error: 0 };
const filter = { levels: ["info", "error"] as const, step: undefined };
const start = (to: number, follow = true): LogState =>
  opened(
    {
      part: { lines: range(1, to), atStart: true, atEnd: true, lastSeq: to },
      counts: { ...none, info: to },
      steps: ["write"],
      readSeq: 0,
      matches: null,
    },
    filter,
    follow,
  );
const event = (state: LogState, lines: LogLine[]) =>
  changed(state, { type: "event", event: { lines } });

test("a line that comes twice is shown and counted once", () => {
  const once = event(start(3), range(3, 6));
  const twice = event(once, range(2, 6));
  assert.equal(countLines(twice.chunks), 6);
  assert.equal(twice.counts.info, 6);
});

test("a hidden level is counted and not shown", () => {
  const state = event(start(3), [line(4, "debug"), line(5, "error")]);
  assert.equal(lastSeq(state.chunks), 5);
  assert.equal(countLines(state.chunks), 4);
  assert.deepEqual([state.counts.debug, state.counts.error], [1, 1]);
});

test("who looks elsewhere is told how many came, and loses nothing of what he looks at", () => {
  const state = event(start(LINES_MAX, false), range(LINES_MAX + 1, LINES_MAX + 300));
  assert.equal(state.fresh, 300);
  assert.equal(state.atEnd, false);
  assert.equal(countLines(state.chunks), LINES_MAX);
  assert.equal(changed(state, { type: "follow", follow: true }).fresh, 0);
});

test("who follows has the newest lines and never more than the limit", () => {
  const state = event(start(LINES_MAX), range(LINES_MAX + 1, LINES_MAX + 300));
  assert.ok(countLines(state.chunks) <= LINES_MAX);
  assert.equal(lastSeq(state.chunks), LINES_MAX + 300);
  assert.equal(state.atStart, false);
});

test("lines that an answer and the stream both bring stand there once", () => {
  const part = { lines: range(4, 8), atStart: false, atEnd: true, lastSeq: 8 };
  const answered = changed(start(3), { type: "part", how: "behind", part });
  const streamed = event(answered, range(4, 9));
  assert.equal(countLines(streamed.chunks), 9);
  assert.equal(streamed.counts.info, 9);
});
