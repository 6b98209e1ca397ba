import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "#app/_server/auth-options.ts";
import { comesFromOurPages } from "#app/_server/origin.ts";
import { answer } from "#app/_server/route.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  if (request.method !== "GET" && !(await comesFromOurPages())) {
    return answer(403, { error: "This request did not come from one of our pages." });
  }
  // next-auth answers 500 to a callback address that can't be decoded.
  if (!(await hasReadableCallback(request)))
    return answer(400, { error: "The callback address is malformed." });
  return (await NextAuth(request, context as never, authOptions())) as Response;
}

async function hasReadableCallback(request: NextRequest): Promise<boolean> {
  const form =
    request.method === "POST"
      ? await request
          .clone()
          .formData()
          .catch(() => undefined)
      : undefined;
  const given = [
    request.nextUrl.searchParams.get("callbackUrl"),
    form?.get("callbackUrl"),
    request.cookies.get("next-auth.callback-url")?.value,
  ];
  return given.every((value) => typeof value !== "string" || isReadable(value));
}

/** An absolute address of the web, or a path, on one line: next-auth answers 500 to everything else too. */
function isReadable(value: string): boolean {
  try {
    const url = new URL(value, value.startsWith("/") ? "http://localhost" : undefined);
    return (
      value.length <= 2048 &&
      !/\p{Cc}/u.test(decodeURIComponent(value)) &&
      decodeURIComponent(value).length > 0 &&
      /^https?:$/.test(url.protocol)
    );
  } catch {
    return false;
  }
}

export { handle as GET, handle as POST };
