/** A small preference in a cookie, read in the browser. */
export function readCookie(name: string): string | undefined {
  if (typeof document === "undefined") return undefined;
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

const YEAR_SECONDS = 365 * 24 * 3600;

/** Kept for a year; an empty value ends it. */
export function writeCookie(name: string, value: string) {
  const age = value === "" ? 0 : YEAR_SECONDS;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax${secure}`;
}
