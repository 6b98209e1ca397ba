"use server";

import { z } from "zod";
import { markAllRead, markRead } from "#lib/notices/mark-read.ts";
import { action } from "../../_server/action.ts";

export const read = action(z.object({ noticeId: z.uuid() }), (viewer, input) =>
  markRead(viewer, input),
);

export const readAll = action(z.object({}), async (viewer) => {
  await markAllRead(viewer);
});
