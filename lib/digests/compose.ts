import { publicUrl } from "../platform/env.ts";
import type { ComposedReport } from "../reports/compose.ts";
import { htmlPart } from "../reports/html-part.ts";
import type { Outline } from "../reports/outline.ts";
import { textPart } from "../reports/text-part.ts";
import { STATUS } from "../runs/status.ts";
import { environmentName, version } from "../shell/about.ts";
import { moment, zoneCity } from "../text/dates.ts";
import { count, counted } from "../text/numbers.ts";
import type { DigestFacts } from "./facts.ts";

export type Digest = { facts: DigestFacts; domain: string; timeZone: string };

const SUBJECT_MAX = 78;

/** The morning mail of a domain in both parts. A night in which nothing ran is told as such: silence would look the same. */
export function composeDigest(digest: Digest): ComposedReport {
  const outline = outlineOf(digest);
  return { subject: outline.subject, text: textPart(outline), html: htmlPart(outline) };
}

/** Why its readers get it. */
export const becauseOf = (domain: string) =>
  `You get this every morning because you administer ${domain}.`;

function outlineOf(digest: Digest): Outline {
  const { facts, domain } = digest;
  const sums = sumsOf(facts);
  const words = sums.all === 0 ? "nothing ran" : wordsOf(sums);
  const subject = `[DIGEST] ${domain}: ${words}`;
  const look = lookOf(facts, sums);
  return {
    ...look,
    subject: subject.length > SUBJECT_MAX ? `${subject.slice(0, SUBJECT_MAX - 1)}…` : subject,
    preheader: `${domain}: ${words}`.slice(0, 90),
    headline: sums.all === 0 ? "Nothing ran" : sentenceCase(words),
    sentence: sums.all === 0 ? whyNothing(facts) : null,
    facts: factRows(digest),
    tallies: sums.all === 0 ? [] : tallies(sums),
    remedy: null,
    issues: { rows: [], more: 0 },
    steps: [],
    logLines: [],
    links: linksOf(digest),
    foot: `${becauseOf(domain)} Nightshift, ${environmentName()}, ${version()}`,
  };
}

type Sums = ReturnType<typeof sumsOf>;

function sumsOf({ ended }: DigestFacts) {
  const well = (ended.completed ?? 0) + (ended.settled ?? 0);
  const warnings = ended["completed-with-warnings"] ?? 0;
  const failed = (ended.failed ?? 0) + (ended.interrupted ?? 0);
  const stopped = (ended.stopped ?? 0) + (ended.cancelled ?? 0);
  return { well, warnings, failed, stopped, all: well + warnings + failed + stopped };
}

const tallies = ({ well, warnings, failed, stopped }: Sums): Array<[string, string]> => [
  [count(well), "Completed"],
  [count(warnings), "With warnings"],
  [count(failed), "Failed"],
  [count(stopped), "Stopped"],
];

function wordsOf({ well, warnings, failed, stopped }: Sums): string {
  const parts: Array<[number, string]> = [
    [failed, "failed"],
    [warnings, "with warnings"],
    [stopped, "stopped"],
    [well, "completed"],
  ];
  return parts.flatMap(([n, word]) => (n > 0 ? [`${count(n)} ${word}`] : [])).join(", ");
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function lookOf(
  { due }: DigestFacts,
  { all, failed, warnings }: Sums,
): Pick<Outline, "tone" | "sign"> {
  if (failed > 0 || (due["missed"] ?? 0) > 0) return { tone: "fail", sign: "✕" };
  if (all === 0 || warnings > 0) return { tone: "warn", sign: "!" };
  return { tone: "ok", sign: "✓" };
}

/** What the rows say about it, the most alarming first. */
function whyNothing({ due, schedules, running, waiting }: DigestFacts): string {
  const missed = due["missed"] ?? 0;
  if (missed > 0) return `${counted(missed, "due time")} passed while no worker was alive.`;
  if (running > 0) return `${counted(running, "run")} began and did not end.`;
  if (waiting > 0) return `${counted(waiting, "run")} waited and did not begin.`;
  if (schedules.paused > 0) return `${counted(schedules.paused, "scheduled job")} paused.`;
  if (schedules.planned === 0) return "No job is planned here.";
  return "Nothing was due, and nobody started anything.";
}

function factRows({ facts, timeZone, domain }: Digest): Array<[string, string]> {
  const { since, until, running, waiting, due, next } = facts;
  const at = (iso: string) => moment(new Date(iso), new Date(until), timeZone);
  const missed = (due["missed"] ?? 0) + (due["late"] ?? 0);
  const rows: Array<[string, string]> = [
    ["Domain", domain],
    ["Time", `${at(since)} to ${at(until)} ${zoneCity(timeZone)}`],
    ["Under way", `${count(running)}, ${count(waiting)} waiting`],
    ["Due times", missed > 0 ? `${count(missed)} missed or late` : "none missed or late"],
    ["Next", next ? `${next.jobType}, ${at(next.at)}` : "nothing is planned"],
  ];
  return [...rows, ...facts.problems.map(problemRow)];
}

const problemRow = ({
  id,
  title,
  status,
  message,
}: DigestFacts["problems"][number]): [string, string] => [
  `#${id}`,
  `${title}: ${STATUS[status].label}${message ? `. ${message.slice(0, 200)}` : ""}`,
];

function linksOf({ facts, domain }: Digest) {
  const base = publicUrl().replace(/\/$/, "");
  const tracker = `${base}/process-tracker?${new URLSearchParams({ domain })}`;
  const runs = facts.problems
    .slice(0, 5)
    .map(({ id }) => ({ text: `Run #${id}`, url: `${base}/process-tracker/${id}` }));
  return [{ text: "Open the process tracker", url: tracker }, ...runs];
}
