import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { UnsubscribeQuery } from "#lib/mails/unsubscribe-input.ts";
import { unsubscribe } from "#lib/reports/unsubscribe.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { answer } from "../../_server/route.ts";

/** Mail programs post here by themselves (RFC 8058); there is no session and no page of ours, the signature is the authority. */
export async function POST(request: NextRequest): Promise<Response> {
  const parsed = UnsubscribeQuery.safeParse(Object.fromEntries(request.nextUrl.searchParams));
  if (!parsed.success) return answer(404, { error: "There is nothing here." });
  try {
    await unsubscribe(parsed.data);
    return answer(200, { done: true });
  } catch (error) {
    if (isRefusal(error, "not-found")) return answer(404, { error: "There is nothing here." });
    throw error;
  }
}

/** Scanners open links: a GET changes nothing and leads to a page that asks. */
export function GET(request: NextRequest): never {
  redirect(`/unsubscribe${request.nextUrl.search}`);
}
