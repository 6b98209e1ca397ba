import { relative } from "node:path";

/**
 * What a person needs of node:test: failures with their place, what tests wrote, and as the last line
 * the counts for the launcher.
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type === "test:fail" && !isOnlyForItsTests(data)) yield failure(data);
    // One summary per file comes with its name; the last one, without, is of all.
    if (type === "test:summary" && data.file === undefined)
      Object.assign(counts, pick(data.counts));
  }
  yield `\n${countsMark}${JSON.stringify(counts)}\n`;
}

export const countsMark = "counts: ";

/** A suite that failed because a test in it did says nothing new. @param {any} data */
function isOnlyForItsTests(data) {
  return data.details?.error?.failureType === "subtestsFailed";
}

/** @param {any} data */
function failure({ name, file, line, details }) {
  const cause = details?.error?.cause ?? details?.error;
  return `✗ ${name}\n  ${file ? relative(process.cwd(), file) : ""}:${line ?? ""}\n${indent(cause?.stack ?? String(cause))}\n`;
}

/** @param {string} text */
function indent(text) {
  return text.replaceAll(/^/gm, "  ");
}

/** @param {{ passed: number, failed: number, cancelled: number, skipped: number }} counts */
function pick({ passed, failed, cancelled, skipped }) {
  return { passed, failed: failed + cancelled, skipped };
}
