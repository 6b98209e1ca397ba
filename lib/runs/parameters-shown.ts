/** Stands for a value that nobody is shown. */
export const MASK = "••••••";

const SECRET_KEY =
  /password|passwd|passphrase|(^|[^a-z])pass(code)?$|secret|token|credential|api[-_ ]?key|private[-_ ]?key|authorization|cookie|^pin$/i;
/** `scheme://user:password@host`: the part between colon and at sign. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi;

/**
 * Parameters as people may see them: values under keys that look secret are replaced, at any depth, and so are passwords inside
 * addresses. Done on the server, so that the real ones never reach a browser.
 */
export function parametersShown(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(URL_PASSWORD, `$1:${MASK}@`);
  if (Array.isArray(value)) return value.map(parametersShown);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shownUnder(key, inner)]),
  );
}

/** An empty value is no secret, and that it is empty is often the reason of a failure. */
function shownUnder(key: string, value: unknown): unknown {
  const isEmpty = value === null || value === undefined || value === "";
  return SECRET_KEY.test(spaced(key)) && !isEmpty ? MASK : parametersShown(value);
}

/** `ftpPassword` ends with a word of its own: `ftp_Password`. */
const spaced = (key: string) => key.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2");
