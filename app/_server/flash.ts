import { keepInBrowser } from "./browser-cookie.ts";

export type Flash = { text: string; href?: string; linkText?: string };

/** What the next page says under its head, once. Short-lived, read by the page's layout, never trusted for anything. */
export async function setFlash(flash: Flash): Promise<void> {
  await keepInBrowser("flash", encodeURIComponent(JSON.stringify(flash)), 30);
}
