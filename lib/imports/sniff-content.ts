import { FileFault } from "./file-fault.ts";

/**
 * Refuses everything that is not delimited text, by what the file holds and never by its name.
 * @param head the file's first bytes, up to 1 MB
 * @throws FileFault `file-empty`, `type-not-yet` (XLSX), `type-refused`, `encoding-refused` (UTF-16, UTF-32), `nul-byte`
 */
export function refuseOtherContent(head: Buffer): void {
  if (head.length === 0)
    throw new FileFault("file-empty", "The file is empty: it has no header and no rows.");
  refuseWideEncodings(head);
  const binary = SIGNATURES.find(([bytes]) => startsWith(head, bytes));
  if (binary) throw refused(binary[1]);
  if (startsWith(head, ZIP)) throw zipFault(head);
  refuseMarkup(head);
  refuseNulBytes(head);
  refuseControlBytes(head);
}

function refuseWideEncodings(head: Buffer): void {
  const wide =
    startsWith(head, "\xff\xfe") ||
    startsWith(head, "\xfe\xff") ||
    startsWith(head, "\0\0\xfe\xff");
  if (!wide && !looksWide(head)) return;
  throw new FileFault(
    "encoding-refused",
    "The file is encoded as UTF-16. Save it again as “CSV UTF-8” and upload that.",
  );
}

/** UTF-16 without a mark: every other byte of Latin text is zero. */
function looksWide(head: Buffer): boolean {
  const part = head.subarray(0, 4096);
  if (part.length < 4) return false;
  const zeros = [0, 0];
  for (const [index, byte] of part.entries()) if (byte === 0) zeros[index % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  return Math.max(even, odd) > part.length * 0.35 && Math.min(even, odd) < part.length * 0.02;
}

function zipFault(head: Buffer): FileFault {
  if (head.includes("application/vnd.oasis.opendocument")) return refused("an OpenDocument file");
  if (/PK\x03\x04.{26}(?:word|ppt)\//s.test(head.toString("latin1")))
    return refused("a Word or PowerPoint file");
  if (head.includes("xl/") || head.includes("[Content_Types].xml"))
    return new FileFault(
      "type-not-yet",
      "This is an XLSX workbook, which comes later: save the sheet as CSV and upload that.",
    );
  return new FileFault(
    "type-not-yet",
    "This is a ZIP archive. Unpack it and upload the CSV file; XLSX comes later: save the sheet as CSV.",
  );
}

function refuseMarkup(head: Buffer): void {
  const start = head
    .subarray(0, 2048)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  const found = MARKUP.find(([pattern]) => pattern.test(start));
  if (found) throw refused(found[1]);
}

function refuseNulBytes(head: Buffer): void {
  const at = head.indexOf(0);
  if (at < 0) return;
  const line = lineOf(head, at);
  throw new FileFault(
    "nul-byte",
    `Line ${line} holds a zero byte, which text never does. Export the file as “CSV UTF-8” again.`,
    line,
  );
}

/** A program whose first bytes hold no zero still holds many control bytes; text holds next to none. */
function refuseControlBytes(head: Buffer): void {
  const part = head.subarray(0, 4096);
  const strange = part.filter(
    (byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13,
  ).length;
  if (strange > Math.max(2, part.length * 0.05)) throw refused("a binary file");
}

function refused(what: string): FileFault {
  return new FileFault(
    "type-refused",
    `This is ${what}, not a CSV file, whatever its name says. Export the products as CSV (UTF-8) and upload that.`,
  );
}

function startsWith(head: Buffer, bytes: string): boolean {
  return head.subarray(0, bytes.length).toString("latin1") === bytes;
}

function lineOf(head: Buffer, offset: number): number {
  return head
    .subarray(0, offset)
    .toString("latin1")
    .split(/\r\n|\r|\n/).length;
}

const ZIP = "PK\x03\x04";

/** First bytes, in Latin-1. Three letters that could begin a header (“MZ”, “BZh”) are left to the search for zero bytes. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ["\xd0\xcf\x11\xe0", "an old Excel or Word file (XLS, DOC)"],
  ["\x09\x08\x10\0", "an old Excel file (XLS)"],
  ["PK\x05\x06", "an empty ZIP archive"],
  ["PK\x07\x08", "a part of a split ZIP archive"],
  ["%PDF-", "a PDF document"],
  ["\x89PNG", "a PNG picture"],
  ["\xff\xd8\xff", "a JPEG picture"],
  ["GIF87a", "a GIF picture"],
  ["GIF89a", "a GIF picture"],
  ["\x7fELF", "a program"],
  ["\xca\xfe\xba\xbe", "a program"],
  ["\xcf\xfa\xed\xfe", "a program"],
  ["\xfe\xed\xfa", "a program"],
  ["MZ\x90", "a program"],
  ["#!", "a script"],
  ["\0asm", "a program"],
  ["\x1f\x8b", "a GZIP archive"],
  ["BZh9", "a BZIP2 archive"],
  ["\xfd7zXZ", "an XZ archive"],
  ["7z\xbc\xaf", "a 7-Zip archive"],
  ["Rar!\x1a", "a RAR archive"],
  ["\x28\xb5\x2f\xfd", "a Zstandard archive"],
  ["{\\rtf", "a rich-text document"],
  ["SQLite format 3", "a database file"],
  ["PAR1", "a Parquet file"],
];

const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/^<!doctype html|^<html|^<head|^<body|^<script|^<table|^<meta/i, "an HTML page"],
  [/^<svg|^<\?xml[^>]*>\s*(?:<!--.*?-->\s*)?<svg/is, "an SVG picture"],
  [/^<\?xml|^<!doctype|^<[a-z][\w:-]*[\s>]/i, "an XML document"],
  [/^<\?php|^<%|^<!--/i, "a web page"],
  [/^\{\s*"|^\[\s*[{["\]]/, "a JSON document"],
];
