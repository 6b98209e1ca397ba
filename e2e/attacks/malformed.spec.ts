import { readdirSync, readFileSync } from "node:fs";
import { actionIds } from "../support/actions.ts";
import { digestOf } from "./digest.ts";
import { ask, signedInAs } from "./http.ts";
import { malformedBodies } from "./malformed-bodies.ts";
import { expect, test } from "./own-console.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const DETAIL = /\bat \S+ \(|node_modules|\.tsx?:\d+|postgres|TypeError|SyntaxError|RangeError/;

test("S25: a thousand malformed bodies of actions are refused, cheaply, without detail and without effect", async ({
  own,
}) => {
  const { sql } = own.database;
  const cookies = ["", await signedInAs("system", own)];
  // Signing out takes no arguments: whatever is sent with it, it is a call.
  const known = actionIds().filter(({ name }) => !name.endsWith("#signOut"));
  const ids = known.map(({ id }) => id);
  const origin = new URL(own.url).origin;
  const before = await digestOf(sql);
  const server = serverPid(own.pid);
  let worstMs = 0;
  for (const [at, { what, contentType, body }] of malformedBodies(1000, 25).entries()) {
    const id = at % 7 === 0 ? "0".repeat(42) : (ids[at % ids.length] as string);
    const cpuMs = cpuMsOf(server);
    const answer = await ask({
      base: own.url,
      method: "POST",
      path: "/process-tracker",
      headers: {
        origin,
        "content-type": contentType,
        ...(at % 5 === 0 ? {} : { "next-action": id }),
        ...(cookies[at % 2] ? { cookie: cookies[at % 2] as string } : {}),
      },
      body,
      // A server that refuses what is too large may close before it was sent.
    }).catch(() => ({ status: 413, body: "", headers: {} }));
    worstMs = Math.max(worstMs, cpuMsOf(server) - cpuMs);
    expect(answer.body, what).not.toMatch(DETAIL);
    // A text of the right shape is a call of an action with senseless values: it answers its refusal.
    if (answer.status < 400) expect([200, 303, 307], what).toContain(answer.status);
  }
  expect(worstMs, "CPU of the dearest one, in ms").toBeLessThanOrEqual(1000);
  expect(await digestOf(sql)).toEqual(before);
  expect((await ask({ base: own.url, path: "/api/health/live" })).status).toBe(200);
  expect(serverPid(own.pid)).toBe(server);
});

/** The process that answers: the last one of the chain that the command started. */
function serverPid(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return child ? serverPid(Number(child)) : pid;
}

/** CPU time that a process has used, of all its threads; the kernel counts in hundredths of a second. */
function cpuMsOf(pid: number): number {
  if (!readdirSync("/proc").includes(String(pid))) throw new Error("The web process is gone.");
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
