import { redirect } from "next/navigation";
import { z } from "zod";
import type { Viewer } from "#lib/access/viewer.ts";
import { receiveUpload } from "#lib/imports/receive-upload.ts";
import { UploadTooLarge } from "#lib/files/store-upload.ts";
import { invalid, isRefusal } from "#lib/text/refusal.ts";
import { setFlash } from "../../_server/flash.ts";
import { answer, route } from "../../_server/route.ts";
import { incomingFile } from "./body.ts";

const Fields = z.object({
  domain: z.uuid(),
  continues: z.coerce.number().int().positive().optional(),
});

/**
 * Takes a file in and begins an import with it: 201 `{ draftId }` for our page, a redirect for a plain form. Refusals are JSON
 * `{ error }`, or the words of the next page.
 */
export const POST = route(async (viewer, request) => {
  const isForm = request.headers.get("accept")?.includes("text/html") ?? false;
  const outcome = await receive(viewer, request).catch((error: unknown) => refusalOf(error));
  if (!isForm) {
    return "draftId" in outcome
      ? answer(201, outcome)
      : answer(outcome.status, { error: outcome.error });
  }
  if ("draftId" in outcome) redirect(`/imports/${outcome.draftId}`);
  await setFlash({ text: outcome.error });
  redirect("/imports");
});

type Refused = { status: number; error: string };

async function receive(viewer: Viewer, request: Request): Promise<{ draftId: string }> {
  const { fields, ...file } = await incomingFile(request);
  const parsed = Fields.safeParse(fields);
  if (!parsed.success) throw invalid("Choose the domain to import into.");
  const { domain: domainId, continues } = parsed.data;
  return { draftId: await receiveUpload(viewer, { domainId, continuesRunId: continues, ...file }) };
}

function refusalOf(error: unknown): Refused {
  if (error instanceof UploadTooLarge) return { status: 413, error: error.message };
  if (isRefusal(error, "invalid")) return { status: 422, error: error.message };
  if (isRefusal(error, "too-many")) return { status: 429, error: error.message };
  throw error;
}
