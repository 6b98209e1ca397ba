import { isRefusal } from "../text/refusal.ts";
import { log } from "./log.ts";

/**
 * Does one of many things in such a way that its failure does not keep the others from being done; it is logged. That the
 * database is away concerns all of them and is thrown.
 */
export async function apart<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isRefusal(error, "unavailable")) throw error;
    log.error(
      { error: String(error), cause: String((error as Error).cause ?? "") },
      `${what} could not be looked after`,
    );
    return undefined;
  }
}
