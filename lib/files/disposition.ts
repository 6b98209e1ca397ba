const MAX_LENGTH = 150;

/**
 * The Content-Disposition of a download (RFC 6266): one header whatever the name holds, a plain name for old readers and the
 * real one for the others. Path separators, control and direction characters are taken out; a long name keeps its ending.
 */
export function attachment(name: string): string {
  const safe = safeFileName(name);
  const plain = safe
    .normalize("NFKD")
    .replaceAll(/[^\x20-\x7e]/g, "_")
    .replaceAll(/["\\%;]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(safe)}`;
}

/** A file name that is harmless on every system. */
export function safeFileName(name: string): string {
  const clean = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, "")
    .replaceAll(/[/\\:*?"<>|]/g, "_")
    .trim()
    .replace(/^\.+/, "_");
  return shortened(clean === "" ? "download" : clean);
}

function shortened(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? "";
  // The cut may go through a pair of surrogates.
  return name.slice(0, MAX_LENGTH - ending.length).toWellFormed() + ending;
}

/** RFC 5987: what encodeURIComponent leaves and the header does not allow. */
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
