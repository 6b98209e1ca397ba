import assert from "node:assert/strict";
import { test } from "node:test";
import { SaveReportForm } from "../schedules/plan-form-input.ts";
import { Address, Recipients, RECIPIENTS_MAX, splitAddresses } from "./address-input.ts";

const report = (recipients: unknown) =>
  SaveReportForm.safeParse({
    scheduleId: "01a1fa5f-808a-7aa8-8cce-000000000000",
    version: "1",
    enabled: "1",
    when: "always",
    recipients,
  });

test("an address that could become a header, a second recipient or another server is refused", () => {
  for (const hostile of [
    "a@b.example\r\nBcc: victim@evil.example",
    "a@b.example\nvictim@evil.example",
    "a@b.example\u0000",
    "a@b.example,victim@evil.example",
    "a@b.example;victim@evil.example",
    '"a, victim@evil.example" <a@b.example>',
    '"a"@b.example',
    "a@b.example＠evil.example",
    "a＠b.example@evil.example",
    "a@[127.0.0.1]",
    "a b@b.example",
    "a@b",
    "@b.example",
    `${"a".repeat(250)}@b.example`,
  ])
    assert.equal(Address.safeParse(hostile).success, false, JSON.stringify(hostile));
});

test("a look-alike @ alone is read as what it looks like, and space around is nobody's", () => {
  assert.equal(Address.parse(" ops＠alpine.example "), "ops@alpine.example");
});

test("a form with such an address saves nothing of it, in whatever shape it comes", () => {
  for (const hostile of [
    "a@b.example\r\nBcc: victim@evil.example",
    ["a@b.example", "x@y.example\r\nBcc: z@evil.example"],
    "a@b.example＠evil.example",
    '"x" <a@b.example>',
  ])
    assert.equal(report(hostile).success, false, JSON.stringify(hostile));
});

test("a pasted list becomes addresses, doubles merged whatever their case", () => {
  assert.deepEqual(splitAddresses("a@b.example; c@d.example,\r\n\tA@B.example"), [
    "A@B.example",
    "c@d.example",
  ]);
  assert.deepEqual(report("a@b.example, c@d.example A@B.EXAMPLE").data?.recipients.length, 2);
});

test("twenty people are told at most, and a report to nobody is none", () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, at) => `person-${at}@alpine.example`);
  assert.equal(Recipients.safeParse(people(RECIPIENTS_MAX)).success, true);
  assert.equal(Recipients.safeParse(people(RECIPIENTS_MAX + 1)).success, false);
  assert.deepEqual(
    report("").error?.issues.map(({ path }) => path.join(".")),
    ["recipients"],
  );
});
