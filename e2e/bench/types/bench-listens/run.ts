import { once } from "node:events";
import type { Run } from "#lib/job-types/define.ts";
import type { listens } from "../catalogue.ts";
import { nowText } from "../../now.ts";

export const run: Run<typeof listens> = async ({ parameters, signal, step, log }) => {
  await step("listen", async () => {
    log.info(`began ${nowText()}`);
    const lines = setInterval(() => log.info(`said ${nowText()}`), parameters.lineEveryMs);
    if (!signal.aborted) await once(signal, "abort");
    clearInterval(lines);
    log.info(`told ${nowText()}`);
    signal.throwIfAborted();
  });
};
