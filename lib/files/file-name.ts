const NAME_MAX_CHARS = 200;

/**
 * A file's name as it may be shown and sent back: without folders, control and direction characters, and not longer than a
 * line. An ending survives the cut.
 */
export function cleanFileName(given: string): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last.replaceAll(UNSEEN, "").replaceAll(/\s+/g, " ").trim().replace(/^\.+/, "");
  if (plain === "") return "unnamed";
  if (plain.length <= NAME_MAX_CHARS) return plain;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? "";
  return `${plain.slice(0, NAME_MAX_CHARS - ending.length - 1)}…${ending}`;
}

/** Control characters, and those that turn the direction of writing: “gnp.exe” can be made to read “exe.png”. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
