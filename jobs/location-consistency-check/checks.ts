import type { Viewer } from "#lib/access/viewer.ts";
import { findCycles } from "#lib/locations/find-cycles.ts";
import { findLookAlikes } from "#lib/locations/find-look-alikes.ts";
import { findMissingParents } from "#lib/locations/find-missing-parents.ts";
import { findUnknownPlaces } from "#lib/locations/find-unknown-places.ts";
import type { Found, Within } from "#lib/locations/within.ts";
import { counted } from "#lib/text/numbers.ts";

/** A fault as its issue tells it; `place` is the warehouse's code. */
export type Told = { code: string; value: string; message: (place: string) => string };

export type Check = {
  step: "parents" | "cycles" | "codes" | "stock";
  /** What is looked through, for the log. */
  noun: string;
  look: (viewer: Viewer, at: Within) => Promise<Found<Told>>;
};

export const CHECKS: readonly Check[] = [
  {
    step: "parents",
    noun: "location",
    look: told(findMissingParents, ({ code, parent }) => ({
      code: "parent-missing",
      value: code,
      message: (place) => `${code} lies in ${parent}, which ${place} does not have.`,
    })),
  },
  {
    step: "cycles",
    noun: "location",
    look: told(findCycles, ({ codes }) => ({
      code: "parent-cycle",
      value: codes.slice(0, 20).join(" → "),
      message: (place) =>
        codes.length === 1
          ? `${codes[0]} in ${place} is its own parent.`
          : `${counted(codes.length, "location")} in ${place} are each other's parents: ${[...codes, codes[0]].slice(0, 21).join(" → ")}.`,
    })),
  },
  {
    step: "codes",
    noun: "location",
    look: told(findLookAlikes, ({ codes }) => ({
      code: "code-not-unique",
      value: codes.join(", "),
      message: (place) =>
        `${codes.map((code) => `“${code}”`).join(" and ")} in ${place} differ only in blanks, case or accents.`,
    })),
  },
  {
    step: "stock",
    noun: "count",
    look: told(findUnknownPlaces, ({ location, productCount, quantity }) => ({
      code: "location-unknown",
      value: location,
      message: (place) =>
        `${counted(quantity, "piece")} of ${counted(productCount, "product")} lie in ${location}, which ${place} does not have.`,
    })),
  },
];

function told<Fault>(
  find: (viewer: Viewer, at: Within) => Promise<Found<Fault>>,
  tell: (fault: Fault) => Told,
): Check["look"] {
  return async (viewer, at) => {
    const found = await find(viewer, at);
    return { ...found, faults: found.faults.map(tell) };
  };
}
