import { runs } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import { held, writeAsRun, type Claim } from "./fence.ts";
import { NO_PROGRESS } from "./status.ts";

/** Says on the run that its process does not answer, until the process itself has something else to say. Fenced by its claim. */
export async function noteSilence(run: Claim, seconds: number): Promise<void> {
  const message = `${NO_PROGRESS}: its process has not answered for ${seconds} s`;
  await writeAsRun(run, (tx) =>
    tx.update(runs).set({ message, updatedAt: appNow }).where(held(run)),
  );
}
