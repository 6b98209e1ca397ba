/** A space that keeps a number and its unit on one line. */
export const NBSP = "\u00a0";

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `1,182`; with a cap, `10,000+` from the cap on. Counts over many rows are capped where they are read. */
export function count(value: number, cap = Number.POSITIVE_INFINITY): string {
  return value >= cap ? `${WHOLE.format(cap)}+` : WHOLE.format(value);
}

/** `1 row`, `12,900 rows`. The plural may be given when it is not the singular with an s. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)}${NBSP}${value === 1 ? noun : plural}`;
}

/** `65 %` of 0…1, rounded down, so that 100 % means done. */
export function percent(share: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, share)) * 100 + 1e-9)}${NBSP}%`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(value: number): string {
  const lastTwo = value % 100;
  if (lastTwo >= 11 && lastTwo <= 13) return `${count(value)}th`;
  return `${count(value)}${["th", "st", "nd", "rd"][value % 10] ?? "th"}`;
}

/** `33 per second`, `4 per minute`: in the unit that gives a number of at least one. */
export function rate(perSecond: number): string {
  const [value, unit] =
    perSecond >= 1
      ? [perSecond, "second"]
      : perSecond * 60 >= 1
        ? [perSecond * 60, "minute"]
        : [perSecond * 3600, "hour"];
  return `${count(Math.round(value))} per ${unit}`;
}
