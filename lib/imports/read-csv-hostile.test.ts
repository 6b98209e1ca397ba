import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FileFault, isFileFault } from "./file-fault.ts";
import { readCsv } from "./read-csv.ts";
import { sniffHead } from "./sniff.ts";

const MB = 1024 * 1024;
const HEAD = "sku;name\nA;b\nB;c\n";

/** A beginning and then a filler of so many MB, made while it is read. */
async function* long(start: string, filler: string, megabytes: number, end = "") {
  yield Buffer.from(start);
  const piece = Buffer.alloc(64 * 1024, filler);
  for (let sent = 0; sent < megabytes * MB; sent += piece.length) yield piece;
  yield Buffer.from(end);
}

async function faultOf(
  source: AsyncIterable<Buffer>,
  start = HEAD,
): Promise<{ fault: FileFault; rows: number; seconds: number }> {
  const began = performance.now();
  let rows = 0;
  try {
    for await (const _ of readCsv(source, sniffHead(Buffer.from(start), true))) rows += 1;
  } catch (error) {
    assert.ok(isFileFault(error), String(error));
    return { fault: error, rows, seconds: (performance.now() - began) / 1000 };
  }
  return assert.fail("the file was read to its end");
}

describe("hostile files are refused within 5 s, with the line", () => {
  const cases: [string, AsyncIterable<Buffer>, string][] = [
    [
      "an unclosed quote before 200 MB",
      long(`${HEAD}C;"open\n`, "D;text\n", 200),
      "quote-not-closed",
    ],
    ["an unclosed quote at the end", long(`${HEAD}C;"open\n`, "D;text\n", 1), "quote-not-closed"],
    ["a cell of 100 MB", long(`${HEAD}C;`, "x", 100, "\n"), "record-too-long"],
    ["a quoted cell of 100 MB", long(`${HEAD}C;"`, "x", 100, '"\n'), "quote-not-closed"],
    ["a row of 100 million cells", long(`${HEAD}C`, ";", 100, "\n"), "record-too-long"],
    ["a zero byte", long(`${HEAD}C;d\0e\n`, "D;text\n", 1), "nul-byte"],
  ];
  for (const [what, source, code] of cases)
    it(`S30: ${what}: ${code} in line 4, after the two good rows`, async () => {
      const { fault, rows, seconds } = await faultOf(source);
      assert.deepEqual([fault.code, fault.line], [code, 4]);
      // A zero byte is found before its chunk is read.
      assert.ok(rows === 2 || code === "nul-byte");
      assert.ok(seconds < 5, `${seconds} s`);
    });

  it("S30: a million columns in the header", () => {
    const head = Buffer.alloc(MB, "c;");
    assert.throws(() => sniffHead(head, false), { code: "too-many-columns", line: 1 });
    assert.throws(() => sniffHead(Buffer.alloc(MB, "c"), false), {
      code: "header-too-long",
      line: 1,
    });
  });

  it("S30: a million columns in one row: only that row is refused", async () => {
    const source = long(HEAD + "C", ";x", 2, "\nD;d\n");
    const rows = await Array.fromAsync(readCsv(source, sniffHead(Buffer.from(HEAD), true)));
    assert.deepEqual(
      rows.map(({ faults }) => faults.map(({ code }) => code)),
      [[], [], ["column-count"], []],
    );
  });
});

it("reads no faster than rows are taken", async () => {
  let given = 0;
  async function* counted() {
    for await (const piece of long(HEAD, "C;text\n", 60)) {
      given += piece.length;
      yield piece;
    }
  }
  const rows = readCsv(counted(), sniffHead(Buffer.from(HEAD), true));
  for (let row = 0; row < 100; row++) await rows.next();
  assert.ok(given < MB, `${given} bytes for 100 rows`);
  await rows.return();
});

it("S30: names of Object's own as header or value change no prototype", async () => {
  const text = "sku;__proto__;constructor\n__proto__;constructor;toString\n";
  const [row] = await Array.fromAsync(
    readCsv(long(text, "", 0), sniffHead(Buffer.from(text), true)),
  );
  assert.deepEqual(row?.cells, ["__proto__", "constructor", "toString"]);
  assert.deepEqual(Object.keys(Object.prototype), []);
  assert.equal(({} as { sku?: string }).sku, undefined);
});
