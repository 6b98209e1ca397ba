import type { CsvFormat } from "../text/csv.ts";

/**
 * Finds delimiter, quote, line end and byte order mark from the beginning of a text file.
 * The delimiter is the one under which the header has most cells and most records have as many; quoted text does not count.
 * @param complete whether `head` is the whole file, so that its last record counts
 */
export function detectFormat(head: Buffer, complete: boolean): CsvFormat {
  const bom = head.subarray(0, 3).toString("latin1") === "\xef\xbb\xbf";
  const text = head.subarray(bom ? 3 : 0, SAMPLE_BYTES).toString("utf8");
  const quote = detectQuote(text);
  const whole = complete && head.length <= SAMPLE_BYTES;
  return {
    delimiter: detectDelimiter(text, quote, whole),
    quote,
    newline: detectNewline(text, quote),
    bom,
  };
}

const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_RECORDS = 300;
const DELIMITERS = [";", ",", "\t", "|"] as const;
type Delimiter = CsvFormat["delimiter"];
type Quote = CsvFormat["quote"];

/** Apostrophes are quotes only where the whole header is wrapped in them: elsewhere they are letters, or defused cells. */
function detectQuote(text: string): Quote {
  const [header = ""] = text.trimStart().split(/[\r\n]/, 1);
  return /^'[^'"]*'(?:[;,\t|]'[^'"]*')+$/.test(header) ? "'" : '"';
}

/** The header's own line end decides: Excel writes CRLF between rows and LF inside cells. */
function detectNewline(text: string, quote: Quote): CsvFormat["newline"] {
  let quoted = false;
  let begun = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    const lineEnd = char === "\n" || char === "\r";
    if (char === quote) quoted = !quoted;
    else if (begun && !quoted && lineEnd)
      return char === "\n" ? "\n" : text[index + 1] === "\n" ? "\r\n" : "\r";
    begun ||= !lineEnd;
  }
  return "\n";
}

function detectDelimiter(text: string, quote: Quote, whole: boolean): Delimiter {
  let best: { delimiter: Delimiter; score: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const score = scoreOf(cellCounts(text, delimiter, quote, whole));
    if (score > (best?.score ?? 0)) best = { delimiter, score };
  }
  return best?.delimiter ?? DELIMITERS.find((delimiter) => !text.includes(delimiter)) ?? ";";
}

function scoreOf([header, ...rows]: number[]): number {
  if (header === undefined || header < 2) return 0;
  const alike = rows.filter((count) => count === header).length;
  const share = rows.length === 0 ? 1 : alike / rows.length;
  return (share + 0.01) * Math.log2(header + 1);
}

/** How many cells each of the first records has; blank lines are left out, and a last record that may be cut. */
function cellCounts(text: string, delimiter: Delimiter, quote: Quote, whole: boolean): number[] {
  const counts: number[] = [];
  let cells = 1;
  let quoted = false;
  let cellStart = 0;
  let recordStart = 0;
  for (let index = 0; index < text.length && counts.length < SAMPLE_RECORDS; index++) {
    const char = text[index]!;
    if (quoted) {
      quoted = char !== quote;
    } else if (char === quote) {
      // Only a quote at a cell's beginning, or right after one that closed (a doubled quote), opens.
      quoted = index === cellStart || text[index - 1] === quote;
    } else if (char === delimiter) {
      cells += 1;
      cellStart = index + 1;
    } else if (char === "\n" || char === "\r") {
      if (index > recordStart) counts.push(cells);
      cells = 1;
      cellStart = recordStart = index + 1;
    }
  }
  if (counts.length === 0 || (whole && recordStart < text.length)) counts.push(cells);
  return counts;
}
