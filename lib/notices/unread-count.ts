import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { countsWithin } from "../shell/counts.ts";

/** How many notices this viewer has not read, up to the cap at which the bell shows "99+". */
export function unreadCount(viewer: Viewer): Promise<number> {
  return read(viewer, async (tx) => (await countsWithin(tx, viewer)).unread);
}
