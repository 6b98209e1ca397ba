import type { Run } from "#lib/job-types/define.ts";
import type { nothing } from "../catalogue.ts";
import { nowText } from "../../now.ts";

export const run: Run<typeof nothing> = async ({ step, log }) => {
  await step("nothing", ({ total, tick, tally }) => {
    total(1);
    log.info(`began ${nowText()}`);
    tick();
    tally("done");
    return Promise.resolve();
  });
};
