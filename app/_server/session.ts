import { cookies, headers } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { sessionCookie } from "#lib/people/session-cookie.ts";

/** The secret of the browser's session, taken out of next-auth's encrypted cookie; null when there is none or it was altered. */
export async function readSessionSecret(): Promise<string | null> {
  const { name, secret } = sessionCookie();
  const token = (await cookies()).get(name)?.value;
  if (!token || token.length > 4096) return null;
  try {
    const payload = await decode({ token, secret });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null;
  }
}

/** Puts a session's secret into the browser, encrypted by next-auth. */
export async function writeSessionSecret(sid: string): Promise<void> {
  const { name, secret, secure, maxAgeSeconds } = sessionCookie();
  const value = await encode({ token: { sid }, secret, maxAge: maxAgeSeconds });
  const options = {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: maxAgeSeconds,
  } as const;
  (await cookies()).set(name, value, options);
}

export async function clearSessionSecret(): Promise<void> {
  const { name, secure } = sessionCookie();
  (await cookies()).set(name, "", {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: 0,
  });
}

/** The client's address as the nearest proxy saw it; "local" without one. For throttling and the audit log. */
export async function clientAddress(): Promise<string> {
  const forwarded = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return forwarded?.slice(0, 64) || "local";
}
