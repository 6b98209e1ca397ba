/**
 * A path on our own origin, or "/". Refuses other origins in all spellings: `//host`, backslashes, schemes, control characters,
 * and more than 2,048 characters.
 */
export function localPath(wanted: string | null | undefined): string {
  if (
    !wanted ||
    wanted.length > 2048 ||
    !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) ||
    wanted.includes("\\")
  )
    return "/";
  try {
    const url = new URL(wanted, "http://local.invalid");
    const path = url.pathname + url.search + url.hash;
    return url.host === "local.invalid" &&
      !path.startsWith("//") &&
      !/^\/(sign-in|api)(\/|\?|$)/.test(path)
      ? path
      : "/";
  } catch {
    return "/";
  }
}
