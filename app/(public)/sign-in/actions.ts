"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { objectOf } from "#app/_server/form.ts";
import { comesFromOurPages } from "#app/_server/origin.ts";
import {
  clearSessionSecret,
  clientAddress,
  readSessionSecret,
  writeSessionSecret,
} from "#app/_server/session.ts";
import { currentViewer } from "#app/_server/viewer.ts";
import { endSession } from "#lib/people/end-session.ts";
import { signIn as beginSession } from "#lib/people/sign-in.ts";
import { localPath } from "#lib/text/local-path.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { headers } from "next/headers";

export type SignInState = { message?: string; email: string };

const Form = z.object({
  email: z.string().max(254),
  password: z.string().max(200),
  callbackUrl: z.string().max(2048).optional(),
});

/** Works without JavaScript: the form posts here, the cookie is set, the browser goes where it wanted to. */
export async function signIn(_previous: SignInState, form: FormData): Promise<SignInState> {
  const parsed = Form.safeParse(objectOf(form));
  const email = String(form.get("email") ?? "").slice(0, 254);
  if (!parsed.success || !(await comesFromOurPages()))
    return { message: "This form could not be read. Try again.", email };
  try {
    const { sessionSecret } = await beginSession({
      ...parsed.data,
      address: await clientAddress(),
      userAgent: (await headers()).get("user-agent"),
      replaces: (await readSessionSecret()) ?? undefined,
    });
    await writeSessionSecret(sessionSecret);
  } catch (error) {
    if (isRefusal(error)) return { message: error.message, email };
    throw error;
  }
  redirect(localPath(parsed.data.callbackUrl));
}

/** Ends the session in the database and forgets the cookie. */
export async function signOut(): Promise<void> {
  if (!(await comesFromOurPages())) return;
  const viewer = await currentViewer();
  if (viewer) await endSession(viewer);
  await clearSessionSecret();
  redirect("/sign-in");
}
