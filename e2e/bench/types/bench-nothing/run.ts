import type { Run } from "#lib/job-types/define.ts";
import type { nothing } from "../catalogue.ts";

export const run: Run<typeof nothing> = async ({ step, log }) => {
  await step("nothing", ({ total, tick, tally }) => {
    total(1);
    log.info("does nothing");
    tick();
    tally("done");
    return Promise.resolve();
  });
};
