import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Fault, Figures } from "./fault.ts";

export type RoundResult = { figures?: Figures; error?: string };

const MAX_SECONDS = 180;

/** Runs a round in a process group of its own, which is gone afterwards whatever the round did. */
export async function runRound(file: string, fault: Fault, round: number): Promise<RoundResult> {
  const child = fork(join(import.meta.dirname, "round.ts"), [file, String(round)], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let result: RoundResult | undefined;
  let complaint = "";
  child.on("message", (message) => (result = message as RoundResult));
  child.stderr?.on("data", (part: Buffer) => (complaint += part.toString()));
  const maxSeconds = fault.maxSeconds ?? MAX_SECONDS;
  const timer = setTimeout(() => {
    result ??= { error: `It was not over after ${maxSeconds} s.` };
    endGroup(child.pid);
  }, maxSeconds * 1000);
  await once(child, "exit");
  clearTimeout(timer);
  endGroup(child.pid);
  return result ?? { error: `The round ended without a result. ${complaint.slice(-2_000)}` };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left of it.
  }
}
