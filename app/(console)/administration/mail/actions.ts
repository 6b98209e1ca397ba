"use server";

import { z } from "zod";
import { resendMail } from "#lib/mails/resend.ts";
import { tryServer } from "#lib/mails/try-server.ts";
import { action } from "../../../_server/action.ts";

export const resend = action(z.object({ mailId: z.uuid() }), async (viewer, input) => {
  await resendMail(viewer, input);
  return { flash: { text: "The mail is in the line again." } };
});

export const test = action(z.object({}), async (viewer) => {
  const phases = await tryServer(viewer);
  return { flash: { text: phases.join(" ") } };
});
