import { countsMark } from "./unit-reporter.js";

/**
 * @param {string} output of a run with our reporter @param {boolean} ok whether the run's exit code was 0
 * @returns {import("./run.js").Result}
 */
export function parseUnitCounts(output, ok) {
  const lines = output.split("\n");
  const at = lines.findLastIndex((line) => line.startsWith(countsMark));
  if (at === -1) return { passed: 0, failed: 1, output };
  const counts = JSON.parse(lines[at]?.slice(countsMark.length) ?? "");
  const text = lines.toSpliced(at, 1).join("\n").trim();
  if (counts.passed + counts.failed === 0)
    return { ...counts, failed: 1, output: `${text}\nNo unit test ran.` };
  // A process that failed around its tests (an error after the last one) counts as one failure.
  return { ...counts, failed: ok ? counts.failed : Math.max(counts.failed, 1), output: text };
}
