import type { ReportFacts } from "./facts.ts";
import { htmlPart } from "./html-part.ts";
import { outlineOf } from "./outline.ts";
import { textPart } from "./text-part.ts";

export type ComposedReport = { subject: string; text: string; html: string };

/** Gmail cuts a mail that is larger than this many bytes of HTML. */
export const HTML_MAX_BYTES = 102_000;

/** A run's report in both parts, with the same facts in the same words. */
export function composeReport(facts: ReportFacts, because: string): ComposedReport {
  const outline = outlineOf(facts, because);
  const markup = htmlPart(outline);
  const fits = Buffer.byteLength(markup) <= HTML_MAX_BYTES;
  return {
    subject: outline.subject,
    text: textPart(outline),
    html: fits
      ? markup
      : htmlPart({
          ...outline,
          logLines: [],
          issues: { ...outline.issues, rows: outline.issues.rows.slice(0, 3) },
        }),
  };
}
