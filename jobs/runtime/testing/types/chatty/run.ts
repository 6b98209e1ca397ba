import { setImmediate as breathe, setTimeout as sleep } from "node:timers/promises";
import type { Run } from "#lib/job-types/define.ts";
import type { chatty } from "../catalogue.ts";

export const run: Run<typeof chatty> = async ({ step, parameters, log }) => {
  const { times, breatheEvery, pauseMs, repeat, overMs } = parameters;
  const beganMs = performance.now();
  // What no parameter can hold.
  const text = parameters.text.replace("%nul", "\0\ud800").repeat(repeat);
  await step("talk", async () => {
    for (let time = 0; time < times; time += 1) {
      log.info(`${time} ${text.replace("%now", () => String(Date.now()))}`);
      if (time % breatheEvery === 0) await breathe();
      const aheadMs = (overMs * time) / times - (performance.now() - beganMs);
      if (overMs > 0 && aheadMs > 5) await sleep(aheadMs);
      if (pauseMs > 0) await sleep(pauseMs);
    }
  });
};
