"use server";

import { z } from "zod";
import { action } from "../../_server/action.ts";
import { keepInBrowser } from "../../_server/browser-cookie.ts";
import { DENSITIES, MOTIONS, THEMES, TIME_STYLES } from "../../_ui/preferences.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

const Preference = z.union([
  z.object({ name: z.literal("theme"), value: z.enum(THEMES) }),
  z.object({ name: z.literal("density"), value: z.enum(DENSITIES) }),
  z.object({ name: z.literal("motion"), value: z.enum(MOTIONS) }),
  z.object({ name: z.literal("times"), value: z.enum(TIME_STYLES) }),
]);

/** Keeps a preference of this browser in its cookie. */
export const setPreference = action(Preference, async (_viewer, { name, value }) => {
  await keepInBrowser(name, value, YEAR_SECONDS);
});
