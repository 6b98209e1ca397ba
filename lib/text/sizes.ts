import { NBSP, count } from "./numbers.ts";

const UNITS = ["kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units: `850 bytes`, `118 kB`, `4.1 MB`. One decimal below ten. */
export function size(bytes: number): string {
  if (bytes < 1000) return exactSize(bytes);
  let value = bytes / 1000;
  let unit = 0;
  // 999.6 kB would be written as "1,000 kB": the next unit begins where rounding reaches it.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : count(Math.round(value))}${NBSP}${UNITS[unit]}`;
}

/** `4,112,345 bytes`, for titles. */
export const exactSize = (bytes: number) =>
  `${count(bytes)}${NBSP}${bytes === 1 ? "byte" : "bytes"}`;
