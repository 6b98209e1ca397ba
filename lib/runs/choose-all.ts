import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { loadChosen } from "./chosen.ts";
import type { RunFilters } from "./list-input.ts";
import { findIds } from "./list.ts";
import { MANY_MAX } from "./seen-input.ts";
import type { RunRow } from "./row.ts";
import { mayDo } from "./may.ts";

/** What the bar of a list knows of a run whose row it does not have. */
export type ChosenRun = Pick<RunRow, "id" | "claim" | "status" | "may">;

/**
 * The runs that match the filters at this moment, in the order of the list, at most a thousand: what begins to match later is not
 * among them.
 */
export function chooseAll(viewer: Viewer, filters: RunFilters): Promise<ChosenRun[]> {
  const all = { ...filters, before: undefined, after: undefined };
  return read(viewer, async (tx) => {
    const ids = await findIds(tx, viewer, all, MANY_MAX);
    const found = await loadChosen(tx, viewer, ids);
    return ids
      .flatMap((id) => found.get(id) ?? [])
      .map((run) => ({
        id: run.id,
        claim: run.claim,
        status: run.status,
        may: mayDo(viewer, run),
      }));
  });
}
