import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { endSession } from "#lib/people/end-session.ts";
import { loadViewer } from "#lib/people/load-viewer.ts";
import { sessionCookie } from "#lib/people/session-cookie.ts";
import { signIn } from "#lib/people/sign-in.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { readSessionSecret } from "./session.ts";

/** next-auth carries cookie and CSRF token only; its token holds a session's secret and nothing that could grant a right. */
export function authOptions(): NextAuthOptions {
  const { name, secret, secure, maxAgeSeconds } = sessionCookie();
  return {
    secret,
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } },
    },
    providers: [
      CredentialsProvider({
        name: "Nightshift",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials, request) => {
          if (!credentials) return null;
          const forwarded = request.headers?.["x-forwarded-for"] as string | undefined;
          return await begin(credentials, forwarded?.split(",").at(-1)?.trim() || "local");
        },
      }),
    ],
    events: { signOut: ({ token }) => end(token) },
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

/** Its own endpoint would only forget the cookie; a copy of it must be worth nothing either. */
async function end(token: JWT | undefined): Promise<void> {
  const viewer = typeof token?.["sid"] === "string" ? await loadViewer(token["sid"], null) : null;
  if (viewer) await endSession(viewer);
}

async function begin(credentials: { email: string; password: string }, address: string) {
  try {
    const replaces = (await readSessionSecret()) ?? undefined;
    const { sessionSecret } = await signIn({ ...credentials, address, userAgent: null, replaces });
    return { id: sessionSecret };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
