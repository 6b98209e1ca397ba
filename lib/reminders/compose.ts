import { publicUrl } from "../platform/env.ts";
import type { ComposedReport } from "../reports/compose.ts";
import { htmlPart } from "../reports/html-part.ts";
import type { Outline } from "../reports/outline.ts";
import { textPart } from "../reports/text-part.ts";
import { environmentName, version } from "../shell/about.ts";
import { plainDay } from "../text/dates.ts";
import { counted } from "../text/numbers.ts";
import type { PasswordAge } from "./password-ages.ts";

const DAY_MS = 86_400_000;

/** Why people get it. */
export const BECAUSE = "You get this because you have a password for this console.";

/** The mail to one person, in both parts, with days of his own time zone. */
export function composeReminder(
  person: PasswordAge,
  maxAgeDays: number,
  now: Date,
): ComposedReport {
  const outline = outlineOf(person, maxAgeDays, now);
  return { subject: outline.subject, text: textPart(outline), html: htmlPart(outline) };
}

function outlineOf(person: PasswordAge, maxAgeDays: number, now: Date): Outline {
  const { email, daysLeft } = person;
  const headline = headlineOf(daysLeft);
  const url = publicUrl().replace(/\/$/, "");
  return {
    subject: `[PASSWORD] ${headline}`,
    preheader: `${headline}: ${email}`.slice(0, 90),
    tone: daysLeft <= 0 ? "fail" : "warn",
    sign: "!",
    headline,
    sentence: `Here a password is good for ${counted(maxAgeDays, "day")}. Nothing is locked: you can go on signing in, and change it.`,
    facts: factRows(person, maxAgeDays, now),
    tallies: [],
    remedy:
      "This mail asks you to enter your password nowhere; its only link is the console's own address.",
    issues: { rows: [], more: 0 },
    steps: [],
    logLines: [],
    links: [{ text: "Open the console", url }],
    foot: `${BECAUSE} Nightshift, ${environmentName()}, ${version()}`,
  };
}

function headlineOf(daysLeft: number): string {
  return daysLeft <= 0
    ? "Your password is too old"
    : `Your password is too old in ${counted(daysLeft, "day")}`;
}

function factRows(
  { email, changedAt, timeZone }: PasswordAge,
  maxAgeDays: number,
  now: Date,
): Array<[string, string]> {
  const set = new Date(changedAt);
  const end = new Date(set.getTime() + maxAgeDays * DAY_MS);
  return [
    ["Account", email],
    ["Set", plainDay(set, now, timeZone)],
    ["Good until", plainDay(end, now, timeZone)],
  ];
}
