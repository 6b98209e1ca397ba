import { revalidatePath } from "next/cache";
import { forbidden, notFound, redirect } from "next/navigation";
import type { z } from "zod";
import type { Viewer } from "#lib/access/viewer.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { type Flash, setFlash } from "./flash.ts";
import { objectOf } from "./form.ts";
import { comesFromOurPages } from "./origin.ts";
import { requireViewer } from "./viewer.ts";

export type ActionState =
  | { ok: true; value?: unknown }
  | { ok: false; message: string; fields: Record<string, string>; values: Record<string, string> };

/** What an act may answer: where to go and what to say there. Anything else becomes `value`. */
export type Outcome = {
  redirect?: string;
  flash?: Flash;
  value?: unknown;
  /** Nothing was changed: the page need not be read anew. */
  isStill?: boolean;
};

/**
 * Makes a server action of a verb: viewer → validate → verb → translate errors → refresh. The state that comes back on an error
 * carries the submitted values, so that nothing typed is lost.
 */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  act: (viewer: Viewer, input: z.output<Schema>) => Promise<Outcome | void>,
) {
  return async (_previous: ActionState | undefined, form: FormData): Promise<ActionState> => {
    const values = valuesOf(form);
    if (!(await comesFromOurPages()))
      return refused("This request did not come from one of our pages.", {}, values);
    const asking = await attempt(requireViewer, values);
    if ("ok" in asking) return asking;
    const viewer = asking.done;
    const parsed = schema.safeParse(objectOf(form));
    if (!parsed.success)
      return refused("Some of this can't be used as it is.", fieldErrors(parsed.error), values);
    const attempted = await attempt(() => act(viewer, parsed.data), values);
    if ("ok" in attempted) return attempted;
    const outcome = attempted.done ?? {};
    if (outcome.flash) await setFlash(outcome.flash);
    if (!outcome.isStill) revalidatePath("/", "layout");
    if (outcome.redirect) redirect(outcome.redirect);
    return { ok: true, value: outcome.value };
  };
}

async function attempt<T>(
  work: () => Promise<T>,
  values: Record<string, string>,
): Promise<{ done: T } | ActionState> {
  try {
    return { done: await work() };
  } catch (error) {
    if (isRefusal(error, "not-found")) notFound();
    if (isRefusal(error, "forbidden")) forbidden();
    if (isRefusal(error)) return refused(error.message, error.fields, values);
    throw error;
  }
}

function refused(
  message: string,
  fields: Record<string, string>,
  values: Record<string, string>,
): ActionState {
  return { ok: false, message, fields, values };
}

/** What occurs several times is one text with commas. */
function valuesOf(form: FormData): Record<string, string> {
  const keys = [...new Set(form.keys())].filter(
    (key) => !key.startsWith("$ACTION") && !/password|token/i.test(key),
  );
  const textsOf = (key: string) => form.getAll(key).filter((value) => typeof value === "string");
  return Object.fromEntries(keys.map((key) => [key, textsOf(key).join(",")]));
}

function fieldErrors(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]));
}
