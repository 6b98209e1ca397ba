import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFileFault } from "./file-fault.ts";
import { headerHash, sniff, sniffHead } from "./sniff.ts";

const sheetOf = (text: string | Buffer) => sniffHead(Buffer.from(text as string), true);
const refusal = (content: string | Buffer) => {
  try {
    sheetOf(content);
    return "taken";
  } catch (error) {
    assert.ok(isFileFault(error), String(error));
    return error.code;
  }
};

describe("the format of a file", () => {
  const rows = (delimiter: string) =>
    `sku${delimiter}name${delimiter}price\nA1${delimiter}Lamp${delimiter}1\nA2${delimiter}Desk${delimiter}2\n`;

  for (const delimiter of [",", ";", "\t", "|"])
    it(`finds the delimiter ${JSON.stringify(delimiter)}`, () => {
      const { format, header } = sheetOf(rows(delimiter));
      assert.equal(format.delimiter, delimiter);
      assert.deepEqual(header, ["sku", "name", "price"]);
    });

  it("does not take decimal commas or commas inside quotes for delimiters", () => {
    assert.equal(
      sheetOf('sku;"name, long";price\nA;"a,b,c,d";1,5\nB;"x,y,z,w";2,5\n').format.delimiter,
      ";",
    );
    assert.equal(sheetOf('sku,text\nA,"a;b;c"\nB,"d;e;f"\n').format.delimiter, ",");
  });

  it("reads a file with a single column, whose text holds commas", () => {
    const { format, header } = sheetOf("sku\nA, the first\nB\n");
    assert.deepEqual(header, ["sku"]);
    assert.notEqual(format.delimiter, ",");
  });

  it("finds line ends, also where cells hold others", () => {
    assert.equal(sheetOf('sku;name\r\nA;"two\nlines"\r\n').format.newline, "\r\n");
    assert.equal(sheetOf("sku;name\nA;b\n").format.newline, "\n");
    assert.equal(sheetOf("sku;name\rA;b\rB;c\r").format.newline, "\r");
    assert.equal(sheetOf('"sku\r\n(ours)";name\nA;b\n').format.newline, "\n");
  });

  it("finds the byte order mark and keeps it out of the header", () => {
    const { format, header } = sheetOf("\uFEFFsku;name\nA;b\n");
    assert.equal(format.bom, true);
    assert.deepEqual(header, ["sku", "name"]);
  });

  it("takes apostrophes for quotes only where they wrap the whole header", () => {
    assert.equal(sheetOf("'sku','name'\n'A','b, c'\n").format.quote, "'");
    assert.equal(sheetOf("sku,'name\nA,'=1+1\n").format.quote, '"');
  });

  it("reads no more than the first MB of a stream and closes it", async () => {
    let given = 0;
    let closed = false;
    async function* endless() {
      try {
        yield Buffer.from("sku;name\n");
        while (true) yield Buffer.alloc(65_536, `A;b\n${(given += 65_536)}`);
      } finally {
        closed = true;
      }
    }
    assert.deepEqual((await sniff(endless())).header, ["sku", "name"]);
    assert.ok(given < 1.2e6, `${given} bytes were read`);
    assert.equal(closed, true);
  });
});

describe("the header", () => {
  it("S30: names empty and repeated columns", () => {
    const { headerFaults } = sheetOf("sku;;name;name\nA;b;c;d\n");
    assert.deepEqual(
      headerFaults.map(({ column, code }) => [column, code]),
      [
        [1, "header-empty"],
        [3, "header-duplicate"],
      ],
    );
  });

  it("S30: takes names of Object's own for names like any other", () => {
    const { header, headerFaults } = sheetOf("sku;__proto__;constructor;toString\nA;b;c;d\n");
    assert.deepEqual(header, ["sku", "__proto__", "constructor", "toString"]);
    assert.deepEqual(headerFaults, []);
    assert.equal(({} as Record<string, unknown>).b, undefined);
  });

  it("is trimmed, and its hash tells order from order", () => {
    assert.deepEqual(sheetOf(" sku ;\u00a0name\nA;b\n").header, ["sku", "name"]);
    assert.notEqual(headerHash(["a", "b"]), headerHash(["b", "a"]));
    assert.notEqual(headerHash(["a,b"]), headerHash(["a", "b"]));
  });

  it("is refused with 2,001 columns, a name of 256 characters, an open quote, or nothing in it", () => {
    assert.equal(refusal(Array(2001).fill("a").join(";") + "\n"), "too-many-columns");
    assert.equal(refusal(`${Array(2000).fill("a").join(";")}\n`), "taken");
    assert.equal(refusal(`sku;${"n".repeat(256)}\n`), "header-too-long");
    assert.equal(refusal('sku;"name\nA;b\n'), "quote-not-closed");
    assert.equal(refusal(";;;\nA;b;c;d\n"), "file-empty");
  });
});

describe("content that is no CSV, under whatever name", () => {
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  const cases: [string, string | Buffer, string][] = [
    ["nothing", "", "file-empty"],
    ["only a mark", "\uFEFF", "file-empty"],
    ["only blank lines", "\n\r\n  \n", "file-empty"],
    [
      "an XLSX workbook",
      "PK\x03\x04".padEnd(30, "\0") + "[Content_Types].xml PK\x03\x04 xl/workbook.xml",
      "type-not-yet",
    ],
    ["a ZIP archive", "PK\x03\x04".padEnd(30, "\0") + "photo.jpg", "type-not-yet"],
    [
      "an ODS sheet",
      "PK\x03\x04".padEnd(30, "\0") + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
      "type-refused",
    ],
    ["an XLS sheet", Buffer.from("d0cf11e0a1b11ae1", "hex"), "type-refused"],
    ["a PDF", "%PDF-1.7\nsku;name\n", "type-refused"],
    ["a PNG", Buffer.from("89504e470d0a1a0a", "hex"), "type-refused"],
    ["a JPEG", Buffer.from("ffd8ffe000104a46", "hex"), "type-refused"],
    ["an ELF program", Buffer.from("7f454c4602010100", "hex"), "type-refused"],
    ["a Windows program", Buffer.from("4d5a90000300", "hex"), "type-refused"],
    ["a shell script", "#!/bin/sh\necho sku\n", "type-refused"],
    ["HTML", "\n <!DOCTYPE html><table><tr><td>sku;name</td></tr></table>", "type-refused"],
    ["an SVG", '<?xml version="1.0"?><svg xmlns="x"/>', "type-refused"],
    ["XML", "<products><product/></products>", "type-refused"],
    ["JSON", '[{"sku":"A"}]', "type-refused"],
    ["GZIP", Buffer.from("1f8b0800", "hex"), "type-refused"],
    ["a picture that is also text", "GIF89a;name\nA;b\n", "type-refused"],
    [
      "UTF-16 with a mark",
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16("sku;name\n")]),
      "encoding-refused",
    ],
    ["UTF-16 without one", utf16("sku;name\nA;lamp\nB;desk\n"), "encoding-refused"],
    ["a zero byte", "sku;name\nA;b\0c\n", "nul-byte"],
    ["control bytes", `sku${"\x01\x02\x03".repeat(20)}`, "type-refused"],
    ["text", "MZ;BZh;PK\nA;b;c\n", "taken"],
  ];
  for (const [what, content, code] of cases)
    it(`S32: ${what}: ${code}`, () => {
      const bytes =
        typeof content === "string" && code !== "taken" && /[\x80-\xff]/.test(content)
          ? Buffer.from(content)
          : content;
      assert.equal(refusal(bytes), code);
    });
});
