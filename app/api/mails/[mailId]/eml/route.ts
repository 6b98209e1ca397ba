import { z } from "zod";
import { mailAsFile } from "#lib/mails/as-file.ts";
import { notFound } from "#lib/text/refusal.ts";
import { route } from "../../../../_server/route.ts";

/** The mail as it goes over the wire, to be opened in a mail program. */
export const GET = route<{ mailId: string }>(async (viewer, _request, { mailId }) => {
  if (!z.uuid().safeParse(mailId).success) throw notFound("This mail");
  const bytes = await mailAsFile(viewer, mailId);
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "message/rfc822",
      "content-disposition": `attachment; filename="mail-${mailId}.eml"`,
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
});
