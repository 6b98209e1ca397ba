"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { objectOf } from "#app/_server/form.ts";
import { comesFromOurPages } from "#app/_server/origin.ts";
import { createFirstAdministrator } from "#lib/people/setup.ts";
import { Email, NewPassword } from "#lib/people/password-input.ts";
import { isRefusal } from "#lib/text/refusal.ts";

export type SetupState = {
  message?: string;
  fields: Record<string, string>;
  values: { token: string; name: string; email: string };
};

const Form = z.object({
  token: z.string().trim().min(1, "Paste the token of the server's log.").max(200),
  name: z.string().trim().min(1, "Say your name.").max(120),
  email: Email,
  password: NewPassword,
  timeZone: z.string().max(60).refine(isTimeZone).catch("UTC"),
});

/** Creates the first system administrator and sends him to sign in. */
export async function setUp(_previous: SetupState, form: FormData): Promise<SetupState> {
  const given = (name: string) => String(form.get(name) ?? "").slice(0, 254);
  const values = { token: given("token"), name: given("name"), email: given("email") };
  const parsed = Form.safeParse(objectOf(form));
  if (!parsed.success) {
    const fields = Object.fromEntries(
      parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]),
    );
    return { message: "Some of this can't be used as it is.", fields, values };
  }
  if (!(await comesFromOurPages()))
    return { message: "This request did not come from one of our pages.", fields: {}, values };
  try {
    await createFirstAdministrator(parsed.data);
  } catch (error) {
    if (isRefusal(error)) return { message: error.message, fields: error.fields, values };
    throw error;
  }
  redirect(`/sign-in?email=${encodeURIComponent(parsed.data.email)}`);
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
