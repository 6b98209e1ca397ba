import { once } from "node:events";
import type { Run } from "#lib/job-types/define.ts";
import type { listens } from "../catalogue.ts";

/** Milliseconds since 1970 with fractions, the same in every process of this machine. */
const nowMs = () => (performance.timeOrigin + performance.now()).toFixed(2);

export const run: Run<typeof listens> = async ({ parameters, signal, step, log }) => {
  await step("listen", async () => {
    log.info(`began ${nowMs()}`);
    const lines = setInterval(() => log.info(`said ${nowMs()}`), parameters.lineEveryMs);
    if (!signal.aborted) await once(signal, "abort");
    clearInterval(lines);
    log.info(`told ${nowMs()}`);
    signal.throwIfAborted();
  });
};
