import { Refusal } from "../say.js";

/**
 * @typedef {Record<string, number>} Sizes by their names on the command line
 * @typedef {{ parts: string[], sizes: Sizes, lowered: string[] }} Chosen lowered: what differs from the whole bench, in words
 */

/**
 * Reads `import drain --rows 20000 --repeat 1`.
 * @param {string[]} args
 * @param {readonly { name: string, sizes: Sizes }[]} parts all there are, with their own sizes
 * @param {Sizes} common sizes that every part has
 * @returns {Chosen}
 */
export function readArguments(args, parts, common) {
  const names = [];
  /** @type {Sizes} */
  const given = {};
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? "";
    if (word.startsWith("--")) given[word.slice(2)] = asCount(word, args[(at += 1)]);
    else names.push(word);
  }
  const chosen = parts.filter(({ name }) => names.length === 0 || names.includes(name));
  requireKnown(
    names,
    parts.map(({ name }) => name),
    "part",
  );
  const whole = Object.assign({}, ...chosen.map(({ sizes }) => sizes), common);
  requireKnown(Object.keys(given), Object.keys(whole), "size");
  const lowered = Object.entries(given).flatMap(([name, count]) =>
    count === whole[name] ? [] : [`${name} ${count} instead of ${whole[name]}`],
  );
  return { parts: chosen.map(({ name }) => name), sizes: { ...whole, ...given }, lowered };
}

/** @param {string} word @param {string | undefined} text */
function asCount(word, text) {
  if (/^[1-9]\d*$/.test(text ?? "")) return Number(text);
  throw new Refusal(`${word} needs a number of 1 or more after it.`);
}

/** @param {string[]} given @param {string[]} known @param {string} what */
function requireKnown(given, known, what) {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Refusal(`There is no ${what} "${unknown}"; there are ${known.join(", ")}.`);
}
