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
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report @param {boolean} ok
 * @returns {import("./run.js").Result}
 */
export function browserCounts({ stats }, ok) {
  // Nothing is tried twice here, so a flaky test can only be a failure that was hidden.
  const failed = stats.unexpected + stats.flaky;
  if (stats.expected + failed === 0)
    return { passed: 0, failed: 1, skipped: stats.skipped, output: "No browser test ran." };
  return {
    passed: stats.expected,
    failed: ok ? failed : Math.max(failed, 1),
    skipped: stats.skipped,
  };
}
