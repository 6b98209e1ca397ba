import type { ComposedReport } from "./compose.ts";
import { htmlPart } from "./html-part.ts";
import type { Outline } from "./outline.ts";
import { textPart } from "./text-part.ts";

export type Note = {
  subject: string;
  headline: string;
  sentence: string;
  remedy: string | null;
  link: { text: string; url: string };
  foot: string;
};

/** A short mail that is about no run, in the form of the reports. */
export function composeNote({
  subject,
  headline,
  sentence,
  remedy,
  link,
  foot,
}: Note): ComposedReport {
  const outline: Outline = {
    subject,
    headline,
    sentence,
    remedy,
    foot,
    preheader: sentence.slice(0, 90),
    tone: "fail",
    sign: "!",
    facts: [],
    tallies: [],
    issues: { rows: [], more: 0 },
    steps: [],
    logLines: [],
    links: [link],
  };
  return { subject, text: textPart(outline), html: htmlPart(outline) };
}
