import { clockSeconds, moment, zoneCity } from "../text/dates.ts";
import { duration } from "../text/durations.ts";
import { count } from "../text/numbers.ts";
import { STATUS, warningsOf, type RunStatus } from "../runs/status.ts";
import type { ReportFacts } from "./facts.ts";

/** What both parts of a mail say, in the same words: the parts differ in form alone. */
export type Outline = {
  subject: string;
  /** The first words that a mail list shows. */
  preheader: string;
  tone: "ok" | "warn" | "fail" | "stop";
  sign: string;
  headline: string;
  sentence: string | null;
  facts: Array<[string, string]>;
  tallies: Array<[string, string]>;
  remedy: string | null;
  issues: { rows: string[][]; more: number };
  steps: string[][];
  logLines: string[];
  links: Array<{ text: string; url: string }>;
  foot: string;
};

const TONE: Record<string, { tone: Outline["tone"]; sign: string; word: string }> = {
  completed: { tone: "ok", sign: "✓", word: "OK" },
  settled: { tone: "ok", sign: "✓", word: "DONE" },
  "completed-with-warnings": { tone: "warn", sign: "!", word: "WARNING" },
  stopped: { tone: "stop", sign: "⊘", word: "STOPPED" },
  cancelled: { tone: "stop", sign: "⊘", word: "CANCELLED" },
  interrupted: { tone: "fail", sign: "✕", word: "LOST" },
};
const FAILED = { tone: "fail", sign: "✕", word: "FAILED" } as const;

/** RFC 5322 allows 998 characters a line; mail lists show about 78. */
const SUBJECT_MAX = 78;

/** Puts a run's facts into words. `because` says why the reader gets the mail. */
export function outlineOf(facts: ReportFacts, because: string): Outline {
  const { run, steps, explanation, lastLines } = facts.detail;
  const look = TONE[run.status] ?? FAILED;
  const sentence = run.errorMessage ?? run.message;
  return {
    ...look,
    subject: subjectOf(facts, look.word),
    preheader: preheaderOf(facts).slice(0, 90),
    headline: headlineOf(run.status, facts),
    sentence,
    facts: factRows(facts),
    tallies: run.tallies.map((tally) => [count(tally.count), tally.label]),
    remedy: explanation ? `What to try: ${explanation.remedy}` : null,
    issues: { rows: issueRows(facts), more: Math.max(0, run.issueCount - facts.issues.length) },
    steps: steps.map((step) => [step.title, stepWord(step.status), spanOf(step)]),
    logLines: lastLines.map(
      (line) => `${clockSeconds(new Date(line.at), facts.timeZone)} ${line.level} ${line.message}`,
    ),
    links: linksOf(facts),
    foot: `${because} Nightshift, ${facts.environment}, ${facts.version}`,
  };
}

function subjectOf({ detail: { run } }: ReportFacts, word: string): string {
  const amount = run.status === "completed-with-warnings" ? ` ${warningsOf(run)}` : "";
  const subject = `[${word}${amount}] ${run.title} – ${run.domain?.name ?? "Installation"}`;
  const plain = subject.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  return plain.length > SUBJECT_MAX ? `${plain.slice(0, SUBJECT_MAX - 1)}…` : plain;
}

function headlineOf(status: RunStatus, { detail: { run } }: ReportFacts): string {
  if (status === "completed-with-warnings")
    return `Completed with ${count(warningsOf(run))} warnings`;
  return STATUS[status].label;
}

function preheaderOf({ detail: { run, steps } }: ReportFacts): string {
  const at = steps.findIndex((step) => step.status === "failed");
  const where = at >= 0 ? ` at step ${at + 1} of ${steps.length}` : "";
  return `${STATUS[run.status].label}${took(run)}${where}: ${run.errorMessage ?? run.message ?? run.title}`;
}

function factRows({
  detail: { run, usual, worker },
  timeZone,
}: ReportFacts): Array<[string, string]> {
  const at = (iso: string | null) =>
    iso
      ? `${moment(new Date(iso), new Date(iso), timeZone).replace("today", dateOf(iso, timeZone))} ${zoneCity(timeZone)}`
      : "–";
  const usually = usual ? `, usually ${duration(usual.medianSeconds * 1000)}` : "";
  return [
    ["Job", run.jobTitle],
    ["Domain", run.domain?.name ?? "Installation"],
    ["Run", `#${run.id}, attempt ${run.attempt} of ${Math.max(run.attempt, run.attemptLimit)}`],
    ["Started by", run.startedBy?.name ?? run.trigger],
    ["Started", at(run.startedAt)],
    ["Finished", at(run.endedAt)],
    ["Duration", `${took(run).replace(" after ", "") || "–"}${usually}`],
    ["Worker", worker?.name ?? "–"],
  ];
}

const dateOf = (iso: string, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "long", timeZone })
    .format(new Date(iso))
    .replace(",", "");

function took(run: { startedAt: string | null; endedAt: string | null }): string {
  if (!run.startedAt || !run.endedAt) return "";
  return ` after ${duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}`;
}

function spanOf(step: { startedAt: string | null; endedAt: string | null }): string {
  return step.startedAt && step.endedAt
    ? duration(Date.parse(step.endedAt) - Date.parse(step.startedAt))
    : "";
}

const stepWord = (status: string) => (status === "waiting" ? "not reached" : status);

function issueRows({ issues }: ReportFacts): string[][] {
  return issues.map((issue) => [
    issue.row === null ? "" : `row ${count(issue.row)}`,
    issue.column ?? "",
    issue.value ?? "",
    issue.message,
  ]);
}

function linksOf({ publicUrl, detail: { run } }: ReportFacts) {
  const page = `${publicUrl}/process-tracker/${run.id}`;
  const links = [
    { text: `Open run #${run.id}`, url: page },
    { text: "Log", url: `${page}/log` },
  ];
  return run.issueCount > 0 ? [...links, { text: "All issues", url: `${page}#issues` }] : links;
}
