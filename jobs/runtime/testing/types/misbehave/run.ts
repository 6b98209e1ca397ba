import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "#lib/job-types/define.ts";
import type { misbehave } from "../catalogue.ts";

const HARM: Record<string, (seconds: number) => Promise<void> | void> = {
  exit: () => process.exit(0),
  abort: () => process.abort(),
  segv: () => void process.kill(process.pid, "SIGSEGV"),
  // Nothing short of SIGKILL reaches it.
  deaf: (seconds) => {
    process.on("SIGTERM", () => undefined);
    return HARM["busy"]?.(seconds);
  },
  throw: () => {
    throw new Error("thrown as usual");
  },
  "throw-later": async () => {
    setTimeout(() => {
      throw new Error("thrown out of reach");
    }, 10);
    await sleep(5_000);
  },
  "reject-later": async () => {
    void sleep(10).then(() => Promise.reject(new Error("rejected out of reach")));
    await sleep(5_000);
  },
  heap: async () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, Math.random));
  },
  buffers: async () => {
    const kept: Buffer[] = [];
    for (;;) {
      kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
      await sleep(5);
    }
  },
  busy: (seconds) => {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end);
  },
};

export const run: Run<typeof misbehave> = async ({ step, parameters }) => {
  await step("harm", async () => {
    await HARM[parameters.how]?.(parameters.seconds);
  });
};
