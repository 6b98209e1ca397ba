import type { Mark, MarkKind } from "#lib/schedules/mark.ts";
import { DUE } from "#lib/schedules/status.ts";
import { clockTime, dayName, moment } from "#lib/text/dates.ts";
import { duration } from "#lib/text/durations.ts";
import { count, ordinal } from "#lib/text/numbers.ts";
import type { IconName } from "../../../../_ui/icon.tsx";

/** The moments of the axis in ms, and in whose time they are told. */
export type Span = { from: number; until: number; now: number; zone: string };

type Face = { label: string; icon: IconName; tone: string; meaning?: string };

const FACE: Record<MarkKind, Face> = {
  ran: { label: "ran", icon: "ok", tone: "ok" },
  warned: { label: "ran with warnings", icon: "warn", tone: "warn" },
  failed: { label: "failed", icon: "fail", tone: "fail" },
  lost: { label: "lost its worker", icon: "lost", tone: "lost" },
  retrying: { label: "failed, tried again", icon: "retry", tone: "fail" },
  stopped: { label: "stopped by a person", icon: "stopped", tone: "stopped" },
  cancelled: { label: "cancelled before it started", icon: "cancelled", tone: "cancelled" },
  settled: { label: "set to done", icon: "done", tone: "done" },
  running: { label: "running", icon: "run", tone: "run" },
  waiting: { label: "waits to start", icon: "wait", tone: "wait" },
  started: {
    label: "started",
    icon: "ok",
    tone: "ok",
    meaning: "Its run is not kept, or not yours to see.",
  },
  "skipped-running": skipped("skipped-running"),
  "skipped-paused": skipped("skipped-paused"),
  "skipped-idle": {
    label: "nothing to do",
    icon: "never",
    tone: "never",
    meaning: DUE["skipped-idle"].meaning,
  },
  missed: { label: "missed", icon: "missed", tone: "missed", meaning: DUE.missed.meaning },
  due: {
    label: "due now",
    icon: "wait",
    tone: "wait",
    meaning: "The scheduler has not decided it yet.",
  },
  planned: { label: "planned", icon: "new", tone: "new" },
  deferred: { label: "put off", icon: "wait", tone: "wait" },
};

function skipped(outcome: "skipped-running" | "skipped-paused"): Face {
  return { label: "skipped", icon: "skip", tone: "skip", meaning: DUE[outcome].meaning };
}

export const faceOf = ({ kind, attempt }: Pick<Mark, "kind" | "attempt">): Face =>
  kind === "deferred" && attempt
    ? { ...FACE.deferred, label: `${ordinal(attempt)} attempt`, icon: "retry" }
    : FACE[kind];

/** `today 08:00`, `today 08:00 to 08:14, 15 due times`. */
export function whenOf({ at, until, count: times }: Mark, { now, zone }: Span): string {
  const [today, from] = [new Date(now), new Date(at)];
  const begin = moment(from, today, zone);
  if (until === undefined) return begin;
  const to = new Date(until);
  const isSameDay = dayName(from, today, zone) === dayName(to, today, zone);
  const end = isSameDay ? clockTime(to, zone) : moment(to, today, zone);
  return `${begin} to ${end}, ${times ? `${count(times)} due times` : "all of them"}`;
}

/** A duration without a second part of nothing: `9 min`, `9 min 12 s`. */
export const howLong = (ms: number) => duration(ms).replace(/\s00\s(s|min)$/, "");

/** What else there is to say, in sentences. */
export function detailOf(mark: Mark, { now, zone }: Span): string {
  const clock = (ms: number) => clockTime(new Date(ms), zone);
  const { startedAt, endedAt, usuallyAt, lateSeconds, kind } = mark;
  const parts = [
    faceOf(mark).meaning,
    kind !== "missed" && lateSeconds && `Started ${howLong(lateSeconds * 1000)} late.`,
    startedAt && endedAt && endedAt >= startedAt && `Took ${howLong(endedAt - startedAt)}.`,
    kind === "running" && startedAt && `Since ${clock(startedAt)}.`,
    kind === "running" && usuallyAt && usuallyAt > now && `Usually done about ${clock(usuallyAt)}.`,
    mark.said,
  ];
  return parts.filter(Boolean).join(" ");
}

/** A mark in one breath: `today 08:00: missed. No worker was alive when it was due.` */
export function wordsOf(mark: Mark, span: Span): string {
  return `${whenOf(mark, span)}: ${faceOf(mark).label}. ${detailOf(mark, span)}`.trim();
}
