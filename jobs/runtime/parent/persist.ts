import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#lib/platform/log.ts";
import { ClaimLost } from "#lib/runs/fence.ts";
import { isRefusal } from "#lib/text/refusal.ts";

/**
 * Does what has to be written about a run, however long the database is away, unless somebody took the run: then it answers false.
 * `onRefused`: the database was there and did not take it; it is tried again.
 */
export async function persist(
  runId: number,
  write: () => Promise<unknown>,
  onRefused: () => void = () => undefined,
): Promise<boolean> {
  for (let pauseMs = 500; ; pauseMs = Math.min(5_000, pauseMs * 1.5)) {
    try {
      await write();
      return true;
    } catch (error) {
      if (error instanceof ClaimLost) return false;
      if (!isRefusal(error, "unavailable")) {
        log.error(
          { run: runId, error: String(error) },
          "what became of a run could not be written",
        );
        onRefused();
      }
      await sleep(pauseMs);
    }
  }
}
