import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { isAlive } from "./alive.js";

test("this process runs, and one that ended does not", async () => {
  assert.equal(isAlive(process.pid), true);
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  assert.equal(isAlive(child.pid ?? 0), false);
});

test("one that ended and was not asked for its exit code does not run", async (t) => {
  if (process.platform !== "linux") return t.skip("no /proc on this system");
  // Its parent stands still before it can ask.
  const text =
    'console.log(require("child_process").spawn("true").pid); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000)';
  const parent = spawn(process.execPath, ["-e", text]);
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  for (let tries = 0; isAlive(pid) && tries < 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isAlive(pid), false);
  assert.equal(process.kill(pid, 0), true);
  parent.kill("SIGKILL");
});
