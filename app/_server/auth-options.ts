import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { sessionCookie } from "#lib/people/session-cookie.ts";
import { signIn } from "#lib/people/sign-in.ts";
import { isRefusal } from "#lib/text/refusal.ts";

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
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

async function begin(credentials: { email: string; password: string }, address: string) {
  try {
    const { sessionSecret } = await signIn({ ...credentials, address, userAgent: null });
    return { id: sessionSecret };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
