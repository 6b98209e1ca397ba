import { readFileSync, renameSync, statSync } from "node:fs";

const largestBytes = 20 * 1024 * 1024;
const shownLines = 12;

/**
 * Before a program writes its log: a large one is put aside, once.
 * @param {string} file
 * @returns {() => string} the last lines of what was written after this call
 */
export function beginLog(file) {
  const before = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const aside = before > largestBytes;
  if (aside) renameSync(file, `${file}.1`);
  return () => lastLines(file, aside ? 0 : before);
}

/** @param {string} file @param {number} from in bytes */
function lastLines(file, from) {
  try {
    const text = readFileSync(file).subarray(from).toString("utf8");
    return text.trimEnd().split("\n").slice(-shownLines).join("\n");
  } catch {
    return "";
  }
}
