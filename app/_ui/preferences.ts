import type { TimeStyle } from "./clock.tsx";

export const THEMES = ["light", "dark", "system"] as const;
export const DENSITIES = ["comfortable", "compact"] as const;
export const MOTIONS = ["on", "off"] as const;
export const TIME_STYLES = ["relative", "zone", "utc"] as const satisfies readonly TimeStyle[];

/** What a person sets for this browser; each in a cookie of its own name, so that the server draws it right at once. */
export type Preferences = {
  theme: (typeof THEMES)[number];
  density: (typeof DENSITIES)[number];
  times: TimeStyle;
  /** Whether the circle of running jobs blinks; the system's own wish for less motion counts in any case. */
  motion: (typeof MOTIONS)[number];
};

export type PreferenceName = keyof Preferences;

type Jar = { get(name: string): { value: string } | undefined };

/** The preferences of a request; anything unknown is the default. */
export function readPreferences(jar: Jar): Preferences {
  return {
    theme: oneOf(THEMES, jar.get("theme")?.value, "system"),
    density: oneOf(DENSITIES, jar.get("density")?.value, "comfortable"),
    motion: oneOf(MOTIONS, jar.get("motion")?.value, "on"),
    times: oneOf(TIME_STYLES, jar.get("times")?.value, "relative"),
  };
}

function oneOf<T extends string>(known: readonly T[], value: string | undefined, otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise;
}
