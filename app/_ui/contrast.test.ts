import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const tokens = readFileSync(join(import.meta.dirname, "css/tokens.css"), "utf8");

const GROUNDS = ["paper", "surface", "sunken", "hover", "selected"];
const BANDS = ["axis-day", "axis-dusk", "axis-night"];
const TEXTS = [
  "ink",
  "ink-2",
  "ink-3",
  "st-wait",
  "st-run",
  "st-ok",
  "st-warn",
  "st-fail",
  "st-stop",
];
const MARKS = ["strip-ok", "strip-warn", "strip-fail", "strip-stop"];

for (const [theme, block] of [
  ["light", /\[data-theme="light"\] \{(.*?)\n\}/s],
  ["dark", /\n\[data-theme="dark"\] \{(.*?)\n\}/s],
  ["dark by the system", /\[data-theme="system"\] \{(.*?)\n {2}\}/s],
] as const) {
  const colours = coloursOf(block.exec(tokens)?.[1] ?? "");

  test(`texts reach 4.5 on every ground (${theme})`, () => {
    for (const text of TEXTS) for (const ground of GROUNDS) atLeast(4.5, colours, text, ground);
    atLeast(4.5, colours, "on-accent", "accent");
    atLeast(4.5, colours, "on-accent", "accent-hover");
    atLeast(4.5, colours, "accent", "paper");
    atLeast(4.5, colours, "ink", "mark");
    atLeast(4.5, colours, "paper", "ink");
  });

  test(`borders, focus ring and marks reach 3 on every ground (${theme})`, () => {
    for (const ground of GROUNDS) {
      atLeast(3, colours, "control", ground);
      atLeast(3, colours, "accent", ground);
    }
    for (const mark of MARKS)
      for (const ground of [...GROUNDS, ...BANDS]) atLeast(3, colours, mark, ground);
    for (const band of BANDS) atLeast(3, colours, "now", band);
  });
}

test("people who follow their system see the same dark theme", () => {
  const dark = coloursOf(/\n\[data-theme="dark"\] \{(.*?)\n\}/s.exec(tokens)?.[1] ?? "");
  const system = coloursOf(/\[data-theme="system"\] \{(.*?)\n {2}\}/s.exec(tokens)?.[1] ?? "");
  assert.ok(dark.size > 25);
  assert.deepEqual(system, dark);
});

function coloursOf(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );
}

function atLeast(least: number, colours: Map<string, string>, over: string, ground: string) {
  const [one, other] = [colours.get(over), colours.get(ground)];
  assert.ok(one && other, `${over} or ${ground} is missing`);
  const ratio = contrast(one, other);
  assert.ok(ratio >= least, `${over} on ${ground} is ${ratio.toFixed(2)}, needs ${least}`);
}

/** WCAG 2: relative luminances of sRGB colours. */
function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
