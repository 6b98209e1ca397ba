import { cookies } from "next/headers";

export type Flash = { text: string; href?: string; linkText?: string };

/** What the next page says under its head, once. Short-lived, read by the page's layout, never trusted for anything. */
export async function setFlash(flash: Flash): Promise<void> {
  const value = encodeURIComponent(JSON.stringify(flash));
  (await cookies()).set("flash", value, { path: "/", maxAge: 30, sameSite: "lax" });
}
