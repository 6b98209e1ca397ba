import { setTimeout as sleep } from "node:timers/promises";
import { isRefusal } from "../text/refusal.ts";

const PAUSE_MS = 500;

/**
 * Does something until the database has answered, however long it is away. For what may be done twice: an answer that was lost
 * does not say whether it was done.
 */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isRefusal(error, "unavailable")) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
