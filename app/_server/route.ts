import type { NextRequest } from "next/server";
import type { Viewer } from "#lib/access/viewer.ts";
import { isRefusal, type RefusalCode } from "#lib/text/refusal.ts";
import { comesFromOurPages } from "./origin.ts";
import { currentViewer } from "./viewer.ts";

const STATUS: Record<RefusalCode, number> = {
  "not-found": 404,
  forbidden: 403,
  conflict: 409,
  invalid: 422,
  "too-many": 429,
  unavailable: 503,
};

type Handler<Params> = (viewer: Viewer, request: NextRequest, params: Params) => Promise<Response>;

/**
 * Makes a route handler of a verb: origin (for what changes something) → session → verb → translated errors as JSON. An unknown
 * object and one of another domain answer alike.
 */
export function route<Params = Record<string, never>>(handle: Handler<Params>) {
  return async (request: NextRequest, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      if (!["GET", "HEAD"].includes(request.method) && !(await comesFromOurPages())) {
        return answer(403, { error: "This request did not come from one of our pages." });
      }
      const viewer = await currentViewer();
      if (!viewer) return answer(401, { error: "Sign in first." });
      return await handle(viewer, request, await context.params);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const body =
        error.code === "not-found"
          ? { error: "There is nothing here." }
          : { error: error.message, fields: error.fields };
      return answer(STATUS[error.code], body);
    }
  };
}

export function answer(status: number, body: unknown): Response {
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  return Response.json(body, { status, headers });
}
