import { authSecret, publicUrl, settings } from "../platform/env.ts";

export type SessionCookie = {
  name: string;
  secure: boolean;
  maxAgeSeconds: number;
  secret: string;
};

/** Name, lifetime and key of the session cookie. Over TLS it carries the `__Host-` prefix. */
export function sessionCookie(): SessionCookie {
  const secure = publicUrl().startsWith("https:");
  return {
    name: secure ? "__Host-nightshift.session" : "nightshift.session",
    secure,
    maxAgeSeconds: settings().SESSION_DAYS * 86_400,
    secret: authSecret(),
  };
}
