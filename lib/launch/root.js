import { dirname, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json; import.meta.dirname is unknown to the first releases of Node 20. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A path for people: relative to the project where it lies inside it. @param {string} path */
export function shown(path) {
  const inside = relative(root, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
