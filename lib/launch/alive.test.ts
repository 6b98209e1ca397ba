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

test(
  "one that ended and was not asked for its exit code does not run",
  { skip: process.platform !== "linux" && "no /proc on this system" },
  async () => {
    // The shell starts a child and becomes another program, which will never ask.
    const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 5"]);
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    for (let tries = 0; isAlive(pid) && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(isAlive(pid), false);
    assert.equal(process.kill(pid, 0), true);
    parent.kill();
  },
);
