import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { browserCounts, readBrowserCounts } from "./browser-counts.js";
import { parseUnitCounts } from "./unit-counts.js";

function run(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), "nightshift-counts-")), "x.test.mjs");
  writeFileSync(
    file,
    `import { test, suite } from "node:test"; import assert from "node:assert";\n${text}`,
  );
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
  const reporter = new URL("unit-reporter.js", import.meta.url).href;
  const done = spawnSync(process.execPath, ["--test", `--test-reporter=${reporter}`, file], {
    encoding: "utf8",
    env,
  });
  return parseUnitCounts(done.stdout, done.status === 0);
}

test("passed, failed and skipped unit tests are counted, and a failure is shown with its place", () => {
  const result = run(
    'suite("s", () => { test("good", () => {}); test("bad", () => assert.equal(1, 2)); test("no files", (t) => t.skip("no sample files")); });',
  );
  assert.deepEqual([result.passed, result.failed, result.skipped], [1, 1, 1]);
  assert.match(result.output ?? "", /✗ bad\n.*x\.test\.mjs:2\n[^]*1 == 2/);
  assert.doesNotMatch(result.output ?? "", /✗ s\n/);
});

test("a file that cannot be loaded, no test at all and no report are failures", () => {
  assert.equal(run("throw new Error('broken');").failed, 1);
  assert.equal(parseUnitCounts('counts: {"passed":0,"failed":0,"skipped":0}', true).failed, 1);
  assert.equal(parseUnitCounts("nothing", true).failed, 1);
});

test("browser tests are counted; a flaky one failed, and none or no report is a failure", () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
  const spec = (title: string, ok: boolean) => ({ title, file: "page/deed.spec.ts", line: 3, ok });
  const suites = [{ specs: [spec("good", true)], suites: [{ specs: [spec("bad", false)] }] }];
  assert.deepEqual(browserCounts({ stats, suites }, false), {
    passed: 7,
    failed: 2,
    skipped: 2,
    output: "page/deed.spec.ts:3 bad",
  });
  assert.equal(
    browserCounts({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 } }, false).failed,
    1,
  );
  assert.equal(
    browserCounts({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }, true).failed,
    1,
  );
  assert.equal(readBrowserCounts("/absent.json", true).failed, 1);
});
