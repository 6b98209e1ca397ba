import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RUN_STATUSES, STATUS } from "#lib/runs/status.ts";

const sprite = readFileSync(join(import.meta.dirname, "sprite.tsx"), "utf8");
const tokens = readFileSync(join(import.meta.dirname, "css/tokens.css"), "utf8");
const styles = readFileSync(join(import.meta.dirname, "css/status.css"), "utf8");

/** The shapes of the statuses, as they stand in the sprite: name → drawing. */
function shapes(): Map<string, string> {
  const block = /STATUS_SHAPES = \{(.*?)\n\};/s.exec(sprite)?.[1] ?? "";
  const found = [...block.matchAll(/^ {2}(\w+): (.*?)(?=^ {2}\w+: |$(?![\s\S]))/gms)];
  return new Map(
    found.map(([, name, drawing]) => [
      name as string,
      (drawing as string).replace(/\s+/g, " ").trim(),
    ]),
  );
}

test("there are fifteen shapes and no two are the same", () => {
  const drawn = shapes();
  assert.equal(drawn.size, 15);
  assert.equal(new Set(drawn.values()).size, 15);
});

test("no two statuses share a shape or a word, and each shape is drawn", () => {
  const icons = RUN_STATUSES.map((status) => STATUS[status].icon);
  assert.equal(new Set(icons).size, RUN_STATUSES.length);
  assert.equal(
    new Set(RUN_STATUSES.map((status) => STATUS[status].label)).size,
    RUN_STATUSES.length,
  );
  const drawn = shapes();
  for (const icon of icons) assert.ok(drawn.has(icon), `${icon} is not drawn`);
});

test("every tone of a status has a colour in the stylesheet", () => {
  for (const status of RUN_STATUSES)
    assert.match(styles, new RegExp(`\\.${STATUS[status].tone}[,\\s{]`));
});

test("only the running shape moves, in opacity alone and slower than three times a second", () => {
  assert.equal([...styles.matchAll(/animation:(?!\s*none)/g)].length, 1);
  const frames = /@keyframes blink \{(.*?)\n\}/s.exec(styles)?.[1] ?? "";
  assert.match(frames, /opacity/);
  assert.doesNotMatch(frames, /transform|width|height|color/);
  const seconds = Number(/--blink: ([\d.]+)s/.exec(tokens)?.[1]);
  assert.ok(1 / seconds < 3);
});
