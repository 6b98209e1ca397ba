"use server";

import { z } from "zod";
import { deleteDraft } from "#lib/imports/delete-draft.ts";
import { action } from "../../_server/action.ts";

export const discard = action(z.object({ draftId: z.uuid() }), async (viewer, input) => {
  await deleteDraft(viewer, input);
  return { redirect: "/imports" };
});
