import { readFileSync, rmSync } from "node:fs";

/**
 * The counts of Playwright's JSON report, which is taken away so that no later run can find it.
 * @param {string} file @param {boolean} ok whether Playwright's exit code was 0
 * @returns {import("./run.js").Result}
 */
export function readBrowserCounts(file, ok) {
  try {
    return browserCounts(JSON.parse(readFileSync(file, "utf8")), ok);
  } catch {
    return { passed: 0, failed: 1, output: "Playwright wrote no report." };
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * @typedef {{ expected: number, unexpected: number, flaky: number, skipped: number }} Stats
 * @typedef {{ specs?: Array<{ title: string, file: string, line: number, ok: boolean }>, suites?: Suite[] }} Suite
 */

/** `output` names those that failed. @param {{ stats: Stats, suites?: Suite[] }} report @param {boolean} ok @returns {import("./run.js").Result} */
export function browserCounts({ stats, suites }, ok) {
  // Nothing is tried twice here, so a flaky test can only be a failure that was hidden.
  const failed = stats.unexpected + stats.flaky;
  if (stats.expected + failed === 0)
    return { passed: 0, failed: 1, skipped: stats.skipped, output: "No browser test ran." };
  return {
    passed: stats.expected,
    failed: ok ? failed : Math.max(failed, 1),
    skipped: stats.skipped,
    output: failures(suites).join("\n"),
  };
}

/** @param {Suite[] | undefined} suites @returns {string[]} */
function failures(suites = []) {
  return suites.flatMap(({ specs = [], suites: inner }) => [
    ...specs.filter((spec) => !spec.ok).map(({ title, file, line }) => `${file}:${line} ${title}`),
    ...failures(inner),
  ]);
}
