"use server";

import { z } from "zod";
import { changeFormat } from "#lib/imports/change-format.ts";
import { launchImport } from "#lib/imports/launch.ts";
import { saveMapping } from "#lib/imports/save-mapping.ts";
import { FormatForm, MappingForm } from "#lib/imports/wizard-input.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { action, type Outcome } from "../../../_server/action.ts";
import type { Viewer } from "#lib/access/viewer.ts";

/** Keeps the choices, then does what the pressed button says. */
export const submitMapping = action(MappingForm, async (viewer, { draftId, edits, go }) => {
  try {
    await saveMapping(viewer, { draftId, edits });
  } catch (error) {
    // The form of somebody whose first try was done and never answered: he is led to the run.
    if (go === "import" && isRefusal(error, "conflict")) return await launch(viewer, draftId);
    throw error;
  }
  if (go === "check") return await check(viewer, draftId);
  if (go === "import") return await launch(viewer, draftId);
  return go === "next" ? { redirect: `/imports/${draftId}?step=launch` } : {};
});

export const submitFormat = action(FormatForm, async (viewer, input) => {
  await changeFormat(viewer, input);
  return { redirect: `/imports/${input.draftId}?step=mapping` };
});

export const submitCheck = action(z.object({ draftId: z.uuid() }), (viewer, { draftId }) =>
  check(viewer, draftId),
);

async function check(viewer: Viewer, draftId: string): Promise<Outcome> {
  const { runId, title } = await launchImport(viewer, { draftId, dryRun: true });
  const flash = {
    text: `${title} started.`,
    href: `/process-tracker/${runId}`,
    linkText: "Follow it",
  };
  return { redirect: `/imports/${draftId}?step=check`, flash };
}

async function launch(viewer: Viewer, draftId: string): Promise<Outcome> {
  const { runId, isNew, title } = await launchImport(viewer, { draftId, dryRun: false });
  const text = isNew ? `The import of ${title} started.` : `${title} is being imported already.`;
  const href = `/process-tracker/${runId}`;
  return { redirect: href, flash: { text, href, linkText: "Follow it" } };
}
