import type { LogLine } from "#lib/runs/read-log.ts";

/** So many lines stand in one piece of the page, which the browser skips while it is out of sight. */
export const CHUNK_LINES = 200;
/** More than these make a page slow. */
export const LINES_MAX = 5000;

/** Lines in pieces by their number: a line always falls into the same piece, and unchanged pieces stay the same objects. */
export type Chunks = ReadonlyArray<readonly LogLine[]>;

const pieceOf = (line: LogLine) => Math.floor((line.seq - 1) / CHUNK_LINES);

export const countLines = (chunks: Chunks) => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
export const firstSeq = (chunks: Chunks) => chunks[0]?.[0]?.seq;
export const lastSeq = (chunks: Chunks) => chunks.at(-1)?.at(-1)?.seq;

/** The lines as pieces. They must be in order. */
export const inChunks = (lines: readonly LogLine[]): Chunks => append([], lines);

/** Adds lines behind the last one; what is there already is left out, so that a repeated event does no harm. */
export function append(chunks: Chunks, lines: readonly LogLine[]): Chunks {
  const after = lastSeq(chunks) ?? 0;
  const grown = [...chunks];
  for (const line of lines) {
    if (line.seq <= after) continue;
    const last = grown.at(-1);
    if (last?.[0] && pieceOf(last[0]) === pieceOf(line))
      grown[grown.length - 1] = last === chunks.at(-1) ? [...last, line] : pushed(last, line);
    else grown.push([line]);
  }
  return grown;
}

/** The piece was copied by this call already. */
function pushed(piece: readonly LogLine[], line: LogLine): readonly LogLine[] {
  (piece as LogLine[]).push(line);
  return piece;
}

/** Adds earlier lines before the first one. */
export function prepend(chunks: Chunks, lines: readonly LogLine[]): Chunks {
  const before = firstSeq(chunks) ?? Number.POSITIVE_INFINITY;
  const earlier = inChunks(lines.filter((line) => line.seq < before));
  const [seam, first] = [earlier.at(-1), chunks[0]];
  const joins = seam?.[0] && first?.[0] && pieceOf(seam[0]) === pieceOf(first[0]);
  return joins
    ? [...earlier.slice(0, -1), [...seam, ...first], ...chunks.slice(1)]
    : [...earlier, ...chunks];
}

/** Leaves out whole pieces at one end until no more than `LINES_MAX` lines are left. Answers whether any went. */
export function trim(chunks: Chunks, end: "first" | "last"): { chunks: Chunks; trimmed: boolean } {
  let left = countLines(chunks);
  const kept = [...chunks];
  while (left > LINES_MAX && kept.length > 1)
    left -= (end === "first" ? kept.shift() : kept.pop())?.length ?? 0;
  return { chunks: kept, trimmed: kept.length < chunks.length };
}

/** Whether a line contains the text, without regard to case. */
export const holds = (line: LogLine, text: string) =>
  line.message.toLowerCase().includes(text.toLowerCase());

/** A text cut at every place where the other one stands in it: odd pieces are the found ones. */
export function found(message: string, text: string): string[] {
  if (text === "") return [message];
  const [low, wanted] = [message.toLowerCase(), text.toLowerCase()];
  // Some letters change their length in lower case; then nothing can be marked at its place.
  if (low.length !== message.length) return [message];
  const pieces: string[] = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    pieces.push(message.slice(from, at), message.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...pieces, message.slice(from)];
}
