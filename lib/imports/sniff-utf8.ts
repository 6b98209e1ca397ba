import { isUtf8 } from "node:buffer";

/**
 * Walks a whole stream and names the lines that are not UTF-8, in memory of one line. Lines end at LF (or CR, as `newline`
 * of the file's format says) and count from 1.
 */
export async function findBadLines(
  source: AsyncIterable<Uint8Array>,
  newline = "\n",
): Promise<BadLines> {
  const lineEnd = newline === "\r" ? 13 : 10;
  const found: BadLines = { lines: [], badLineCount: 0, lineCount: 0 };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(lineEnd) + 1;
    checkLines(bytes.subarray(0, end), lineEnd, found);
    // A line that never ends is checked in parts: a cut character may then count as bad, which such a line deserves.
    const endless = bytes.length - end > MAX_LINE_BYTES;
    if (endless) checkLines(bytes.subarray(end), lineEnd, found);
    rest = endless ? Buffer.alloc(0) : Buffer.from(bytes.subarray(end));
  }
  if (rest.length > 0) checkLines(rest, lineEnd, found);
  return found;
}

/** `lines` holds the first hundred. */
export type BadLines = { lines: number[]; badLineCount: number; lineCount: number };

const MAX_LINE_BYTES = 4 * 1024 * 1024;
const NAMED_LINES = 100;

function checkLines(bytes: Buffer, lineEnd: number, found: BadLines): void {
  const good = isUtf8(bytes);
  for (let from = 0; from < bytes.length;) {
    const at = bytes.indexOf(lineEnd, from);
    const to = at < 0 ? bytes.length : at + 1;
    found.lineCount += 1;
    if (!good && !isUtf8(bytes.subarray(from, to))) {
      found.badLineCount += 1;
      if (found.lines.length < NAMED_LINES) found.lines.push(found.lineCount);
    }
    from = to;
  }
}
