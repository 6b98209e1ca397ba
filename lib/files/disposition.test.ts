import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { attachment } from "./disposition.ts";

test("S34: names of every kind make one valid header", () => {
  const cases: Array<[string, RegExp]> = [
    ["products.csv", /^attachment; filename="products\.csv"; filename\*=UTF-8''products\.csv$/],
    ["Größe 1.csv", /filename="Gro_?.*e 1\.csv"; filename\*=UTF-8''Gr%C3%B6%C3%9Fe%201\.csv$/],
    ['a"b\r\nSet-Cookie: x=1.csv', /filename="a_bSet-Cookie_ x=1\.csv"/],
    ["invoice\u202Efdp.exe", /filename="invoicefdp\.exe"/],
    ["../../etc/passwd", /filename="__?.*etc_passwd"/],
    ["", /filename="download"/],
  ];
  for (const [name, expected] of cases) assert.match(attachment(name), expected);
});

test("S34: a name of 300 characters keeps its ending", () => {
  assert.match(attachment(`${"x".repeat(300)}.csv`), /filename="x{146}\.csv"/);
});

test("S34: whatever the name, the header is accepted as it is and holds no second directive", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const header = attachment(name);
      assert.equal(
        new Headers({ "content-disposition": header }).get("content-disposition"),
        header,
      );
      assert.match(header, /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/);
    }),
  );
});
