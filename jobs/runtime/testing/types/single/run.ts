import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "#lib/job-types/define.ts";
import type { sleepy } from "../catalogue.ts";

export const run: Run<typeof sleepy> = async ({ step, parameters, signal, log }) => {
  await step("sleep", async () => {
    for (let line = 0; line < parameters.lines; line += 1) log.info(`line ${line}`);
    await sleep(parameters.ms, undefined, parameters.obeys ? { signal } : {});
  });
};
