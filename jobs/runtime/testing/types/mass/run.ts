import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "#lib/job-types/define.ts";
import type { mass } from "../catalogue.ts";

type State = { next: number };

/** Does something to each of many items, a batch at a time, and lets every so many alone. */
export const run: Run<typeof mass> = async ({ step, parameters, restored }) => {
  const { items, perBatch, batchMs, skipEvery } = parameters;
  await step("act", async ({ total, tick, tally, chunk }) => {
    total(items);
    for (let at = (restored as State | undefined)?.next ?? 0; at < items; at += perBatch) {
      const end = Math.min(items, at + perBatch);
      await chunk({ next: end }, async () => {
        await sleep(batchMs);
        for (let item = at; item < end; item += 1) {
          tally(item % skipEvery === 0 ? "skipped" : "done");
          tick();
        }
      });
    }
  });
};
