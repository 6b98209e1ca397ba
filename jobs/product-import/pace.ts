import type { StepContext } from "#lib/job-types/define.ts";
import { count, rate } from "#lib/text/numbers.ts";
import type { Context } from "./open-sheet.ts";

/** A log line about the progress at most this often. */
const LINE_EVERY_MS = 5_000;

/** Tells the tracker after each chunk, and the log now and then: "5,000 of 12,900, 3,300 per second". */
export function paceOf({ log }: Context, step: StepContext, total: number, before: number) {
  const begun = performance.now();
  let lineAt = begun;
  return (done: number) => {
    step.say(`${count(done)} of ${count(total)} rows`);
    const now = performance.now();
    if (now - lineAt < LINE_EVERY_MS || done >= total) return;
    lineAt = now;
    log.info(
      `${count(done)} of ${count(total)}, ${rate(((done - before) * 1000) / (now - begun))}`,
    );
  };
}
