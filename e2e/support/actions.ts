import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { server } from "./server.ts";

const build = join(import.meta.dirname, "../..", process.env["NEXT_DIST_DIR"] ?? ".next", "server");

/** One of the manifests that the build wrote. */
export const manifest = (file: string): unknown =>
  JSON.parse(readFileSync(join(build, file), "utf8"));

/** Every server action of the build with its captured id; `name` is file and export. */
export function actionIds(): Array<{ id: string; name: string }> {
  type Actions = Record<string, { filename: string; exportedName: string }>;
  const { node } = manifest("server-reference-manifest.json") as { node: Actions };
  return Object.entries(node).map(([id, { filename, exportedName }]) => ({
    id,
    name: `${filename}#${exportedName}`,
  }));
}

/** The captured id of one action by the end of its name. */
export function actionId(ending: string): string {
  const found = actionIds().find(({ name }) => name.endsWith(ending));
  if (!found) throw new Error(`The build has no action ${ending}.`);
  return found.id;
}

/** Calls an action as React would: the state before it and the form, without the page. */
export async function postAction(
  request: APIRequestContext,
  id: string,
  fields: Record<string, string>,
  headers: Record<string, string> = { origin: new URL(server.url).origin },
  page = "/process-tracker",
) {
  // As React sends it: the form's entries, then what refers to them. Other names would reach the action as an empty form.
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(`_1_${name}`, value);
  form.append("0", '["$undefined","$K1"]');
  return await request.post(page, {
    headers: { "next-action": id, accept: "text/x-component", ...headers },
    multipart: form,
    maxRedirects: 0,
  });
}
