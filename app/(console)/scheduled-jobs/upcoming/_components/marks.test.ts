import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mark } from "#lib/schedules/mark.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { groundOf } from "./ground.ts";
import { nearest, nextIndex, shareOf } from "./lane-cursor.ts";
import { detailOf, whenOf, wordsOf, type Span } from "./mark-words.ts";
import { packed, unpacked } from "./packed.ts";
import { streaksOf, timesOf } from "./streaks.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// 28 March 2026, 21:42 in Paris: the night in which the clocks go forward.
const NOW = Date.parse("2026-03-28T20:42:00Z");
const span: Span = {
  from: NOW - 24 * HOUR,
  until: NOW + 24 * HOUR,
  now: NOW,
  zone: "Europe/Paris",
};
const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("a mark is told in one breath: when, what became of it, and why", () => {
  const told: Array<[Mark, string]> = [
    [
      { kind: "missed", at: Date.parse("2026-03-28T07:00:00Z"), lateSeconds: 1200 },
      "today 08:00: missed. No worker was alive when it was due.",
    ],
    [
      {
        kind: "warned",
        at: NOW - HOUR,
        lateSeconds: 540,
        startedAt: NOW - HOUR,
        endedAt: NOW - HOUR + 12_000,
      },
      "today 20:42: ran with warnings. Started 9 min late. Took 12 s.",
    ],
    [
      { kind: "ran", at: NOW - 20 * HOUR, until: NOW - 20 * HOUR + 14 * MINUTE, count: 15 },
      "today 01:42 to 01:56, 15 due times: ran.",
    ],
    [{ kind: "deferred", at: NOW + MINUTE, attempt: 2, runId: 7 }, "today 21:43: 2nd attempt."],
    [
      { kind: "running", at: NOW - MINUTE, startedAt: NOW - MINUTE, usuallyAt: NOW + 3 * MINUTE },
      "today 21:41: running. Since 21:41. Usually done about 21:45.",
    ],
    [
      { kind: "planned", at: Date.parse("2026-03-29T01:00:00Z"), said: "It runs once." },
      "Sun 03:00: planned. It runs once.",
    ],
  ];
  for (const [mark, words] of told) assert.equal(plain(wordsOf(mark, span)), words);
  assert.equal(detailOf({ kind: "planned", at: NOW }, span), "");
});

test("several due times over midnight name both days; a longer downtime is all of them", () => {
  const at = Date.parse("2026-03-28T22:55:00Z");
  assert.equal(
    plain(whenOf({ kind: "planned", at, until: at + 10 * MINUTE, count: 3 }, span)),
    "today 23:55 to Sun 00:05, 3 due times",
  );
  assert.equal(
    plain(whenOf({ kind: "missed", at: NOW - HOUR, until: NOW }, span)),
    "today 20:42 to 21:42, all of them",
  );
});

test("a table has a line for each change, each failure alone, and loses no due time", () => {
  const kinds = [
    "ran",
    "ran",
    "failed",
    "failed",
    "ran",
    "missed",
    "missed",
    "planned",
    "planned",
  ] as const;
  const marks: Mark[] = kinds.map((kind, index) => ({
    kind,
    at: index,
    ...(index === 8 ? { count: 12 } : {}),
  }));
  marks[1] = { ...marks[1]!, lateSeconds: 40 };
  const lines = streaksOf(marks);
  assert.deepEqual(
    lines.map((line) => [line.kind, timesOf(line)]),
    [
      ["ran", 1],
      ["ran", 1],
      ["failed", 1],
      ["failed", 1],
      ["ran", 1],
      ["missed", 2],
      ["planned", 13],
    ],
  );
  const sum = (each: readonly Mark[]) => each.reduce((total, mark) => total + timesOf(mark), 0);
  assert.equal(sum(lines), sum(marks));
  assert.equal(marks.length, 9, "what was given is left as it was");
});

test("marks travel packed and arrive as they were", () => {
  const every = (minutes: number, length: number, more: Partial<Mark> = {}): Mark[] =>
    Array.from({ length }, (_, index) => ({
      kind: "planned",
      at: NOW + index * minutes * MINUTE,
      ...more,
    }));
  const minute = every(15, 96).map((mark) => ({
    ...mark,
    until: mark.at + 14 * MINUTE,
    count: 15,
  }));
  const marks: Mark[] = [
    ...every(15, 40, { kind: "ran" }),
    { kind: "ran", at: NOW + 700 * MINUTE, runId: 4 },
    { kind: "ran", at: NOW + 715 * MINUTE, runId: 5 },
    ...minute,
    { kind: "planned", at: NOW + 2000 * MINUTE },
    { kind: "planned", at: NOW + 2001 * MINUTE },
    { kind: "planned", at: NOW + 2003 * MINUTE, said: "It runs once." },
  ];
  assert.deepEqual(unpacked(packed(marks)), marks);
  assert.equal(packed(marks).length, 1 + 2 + 1 + 1 + 1);
  assert.deepEqual(packed([]), []);
});

test("the pointer finds the nearest mark within reach, also within several that are one", () => {
  const marks: Mark[] = [
    { kind: "ran", at: span.from },
    { kind: "ran", at: NOW - 4 * HOUR, until: NOW - 2 * HOUR, count: 9 },
    { kind: "planned", at: NOW + HOUR },
  ];
  const find = (at: number) => nearest(marks, span, shareOf(at, span), 960);
  assert.deepEqual(
    [find(span.from), find(NOW - 3 * HOUR), find(NOW + HOUR + 20 * MINUTE)],
    [0, 1, 2],
  );
  assert.equal(find(NOW + 12 * HOUR), null);
});

test("the first arrow shows the mark that was announced, the others go on, none leaves the lane", () => {
  assert.equal(nextIndex("ArrowRight", false, 4, 9), 4);
  assert.equal(nextIndex("ArrowRight", true, 4, 9), 5);
  assert.equal(nextIndex("ArrowLeft", true, 0, 9), 0);
  assert.equal(nextIndex("Home", false, 4, 9), 0);
  assert.equal(nextIndex("End", true, 4, 9), 8);
  assert.equal(nextIndex("PageUp", true, 4, 9), 8);
  assert.equal(nextIndex("x", true, 4, 9), null);
});

test("the ground fills the axis without a gap, and the change of the clocks stands where elapsed time puts it", () => {
  const at = Date.parse("2026-03-29T01:00:00Z");
  const change = { at: new Date(at).toISOString(), from: "02:00", to: "03:00", forward: true };
  const ground = groundOf({
    ...span,
    ticks: [{ at: NOW, hour: 21, day: false }],
    changes: [change],
  } as unknown as Upcoming);
  const share = Math.round(shareOf(at, span) * 10_000) / 100;
  assert.ok(ground.includes(`calc(${share}% - 2px) 0 / 1px 100%`), ground);
  assert.ok(ground.startsWith("linear-gradient(var(--now), var(--now)) 50% 0 / 1.5px"));
  const stops = [...ground.matchAll(/var\(--axis-\w+\) ([\d.]+)% ([\d.]+)%/g)].map(
    ([, from, to]) => [Number(from), Number(to)],
  );
  assert.equal(stops[0]?.[0], 0);
  assert.equal(stops.at(-1)?.[1], 100);
  for (const [index, stop] of stops.slice(1).entries()) assert.equal(stop[0], stops[index]?.[1]);
});
