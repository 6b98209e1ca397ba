import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./alive.js";
import { beginLog } from "./log-file.js";
import { startProgram } from "./program.js";

const folder = mkdtempSync(join(tmpdir(), "nightshift-program-"));
const logFile = join(folder, "log");

function script(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function eventually(condition: () => boolean, milliseconds = 5000): Promise<boolean> {
  for (const until = Date.now() + milliseconds; !condition() && Date.now() < until;)
    await sleep(20);
  return condition();
}

test("stop asks first, and what a program said is in its log", async () => {
  const file = script(
    "polite.mjs",
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(0); }); console.log("here"); setInterval(() => {}, 1000);',
  );
  const program = startProgram({ args: [file], env: process.env, logFile });
  assert.ok(await eventually(() => program.lastLines().includes("here")));
  await program.stop(5000);
  assert.deepEqual(await program.ended, { code: 0, signal: null });
  assert.match(program.lastLines(), /bye$/);
});

test("a program that ignores the question is ended by force after its grace", async () => {
  const file = script(
    "deaf.mjs",
    'process.on("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1000);',
  );
  const program = startProgram({ args: [file], env: process.env, logFile });
  assert.ok(await eventually(() => program.lastLines().includes("deaf")));
  await program.stop(200);
  assert.equal((await program.ended).signal, "SIGKILL");
});

test("when the launcher is killed its program is asked to end", async () => {
  const pidFile = join(folder, "pid");
  const program = script(
    "left.mjs",
    `import { writeFileSync } from "node:fs"; process.on("SIGTERM", () => process.exit(0)); writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000);`,
  );
  const launcher = script(
    "launcher.mjs",
    `import { startProgram } from ${JSON.stringify(new URL("program.js", import.meta.url).href)}; startProgram({ args: [${JSON.stringify(program)}], env: process.env, logFile: ${JSON.stringify(logFile)} }); setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [launcher], { stdio: "ignore" });
  let pid = 0;
  const started = () => {
    try {
      pid = Number(readFileSync(pidFile, "utf8"));
    } catch {}
    return pid > 0;
  };
  assert.ok(await eventually(started));
  child.kill("SIGKILL");
  assert.ok(await eventually(() => !isAlive(pid)));
});

test("the last lines are those of this start, and a large log is put aside", () => {
  const file = join(folder, "aged");
  writeFileSync(file, "token of an earlier start\n");
  const lines = beginLog(file);
  writeFileSync(file, "new token\n", { flag: "a" });
  assert.equal(lines(), "new token");
  writeFileSync(file, Buffer.alloc(21 * 1024 * 1024, "x"));
  const afresh = beginLog(file);
  writeFileSync(file, "after\n", { flag: "a" });
  assert.equal(afresh(), "after");
});
