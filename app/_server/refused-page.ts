import { forbidden, notFound } from "next/navigation";
import { isRefusal } from "#lib/text/refusal.ts";

/** Reads for a page: what does not exist for this viewer is its 404, a missing permission its 403. */
export async function refusedPage<T>(readIt: () => Promise<T>): Promise<T> {
  try {
    return await readIt();
  } catch (error) {
    if (isRefusal(error, "not-found")) notFound();
    if (isRefusal(error, "forbidden")) forbidden();
    throw error;
  }
}
