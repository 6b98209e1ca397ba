"use server";

import { redirect } from "next/navigation";
import { UnsubscribeQuery } from "#lib/mails/unsubscribe-input.ts";
import { unsubscribe } from "#lib/reports/unsubscribe.ts";
import { objectOf } from "#app/_server/form.ts";
import { comesFromOurPages } from "#app/_server/origin.ts";

/** The page's own button. */
export async function takeOff(form: FormData): Promise<void> {
  const parsed = UnsubscribeQuery.safeParse(objectOf(form));
  if (!parsed.success || !(await comesFromOurPages())) return;
  await unsubscribe(parsed.data);
  redirect(`/unsubscribe?${new URLSearchParams({ ...parsed.data, done: "1" })}`);
}
