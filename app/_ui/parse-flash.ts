import type { FlashMessage } from "./flash.tsx";

/** The flash out of its cookie; anything that is not one is nothing. Links lead only to our own pages. */
export function parseFlash(value: string | undefined): FlashMessage | null {
  if (!value) return null;
  try {
    const parsed = JSON.parse(decodeURIComponent(value)) as Record<string, unknown>;
    if (typeof parsed.text !== "string") return null;
    return { text: parsed.text, href: ownPath(parsed.href), linkText: textOf(parsed.linkText) };
  } catch {
    return null;
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

const ownPath = (value: unknown) =>
  typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : undefined;
